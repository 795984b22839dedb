using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Impossibility;

/// <summary>The free choices that make up one protocol of the class, an atom each.</summary>
internal sealed class Unknowns
{
    private readonly Vocabulary vocabulary = new();

    public Unknowns(Repertoire repertoire, int messages, bool trusted)
    {
        (Repertoire, Messages, Trusted) = (repertoire, messages, trusted);
        Choices =
        [
            .. from message in Enumerable.Range(1, messages) from party in Repertoire.Parties from part in repertoire.Parts select Says(party, message, part),
            .. from party in Repertoire.Parties from part in repertoire.Evidence(party) select Shows(party, part),
            .. from party in trusted ? Repertoire.Parties : [] from part in repertoire.Parts select Asks(party, part),
            .. from party in trusted ? Repertoire.Parties : [] from part in repertoire.Parts select Gets(party, part),
        ];
    }

    public Repertoire Repertoire { get; }

    public int Messages { get; }

    /// <summary>Whether there is a trusted party.</summary>
    public bool Trusted { get; }

    /// <summary>Every choice. A protocol's size is how many are taken; of two protocols alike in size, the one whose choices come first here is preferred.</summary>
    public ImmutableArray<Atom> Choices { get; }

    /// <summary>Whether the message with that number is the party's and has the part; messages count from 1.</summary>
    public Atom Says(Term.Variable party, int message, Term part) => vocabulary.Atom($"message {message}: {party} says {part}");

    /// <summary>Whether the judge asks the party for that signature.</summary>
    public Atom Shows(Term.Variable party, Term part) => vocabulary.Atom($"judge: {party} must show {part}");

    /// <summary>Whether the party is the one that turns to the trusted party, and its request has the part.</summary>
    public Atom Asks(Term.Variable party, Term part) => vocabulary.Atom($"{Repertoire.Trusted}: {party} asks with {part}");

    /// <summary>Whether the trusted party, asked, sends the part to the party.</summary>
    public Atom Gets(Term.Variable party, Term part) => vocabulary.Atom($"{Repertoire.Trusted}: {party} gets {part}");

    /// <summary>Whether the party was sent the part before the first message: for protocols of which only what follows is looked at.</summary>
    public Atom Had(Term.Variable party, Term part) => vocabulary.Atom($"before: {party} was sent {part}");

    /// <summary>The protocol that an assignment stands for.</summary>
    public Candidate Read(IModel model)
    {
        var messages = from message in Enumerable.Range(1, Messages)
                       from party in Repertoire.Parties
                       let parts = Chosen(part => Says(party, message, part))
                       where !parts.IsEmpty
                       select new CandidateMessage(party, parts);
        var asker = Trusted ? Repertoire.Parties.FirstOrDefault(party => !Chosen(part => Asks(party, part)).IsEmpty) : null;
        return new Candidate(
            Repertoire,
            [.. messages],
            Repertoire.Parties.ToImmutableDictionary(party => party, party => Repertoire.Evidence(party).Where(part => model.IsTrue(Shows(party, part))).ToImmutableArray()),
            asker is null ? null : new Recourse(
                asker, Chosen(part => Asks(asker, part)), Repertoire.Parties.ToImmutableDictionary(party => party, party => Chosen(part => Gets(party, part)))));

        ImmutableArray<Term> Chosen(Func<Term, Atom> choice) => [.. Repertoire.Parts.Where(part => model.IsTrue(choice(part)))];
    }
}
