using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Strategies;
using FairExchange.Verification.Traces;

namespace FairExchange.Simulation.Replaying;

/// <summary>
/// What the adversary of a trace has in its hands: for each ground term that it has seen or made, the real value. A recipe is carried out
/// with real keys; what it says was observed must have been.
/// </summary>
internal sealed class AdversaryMemory(IReadOnlyDictionary<string, CryptoOperations> identities, Func<Term.Constant, Value> atoms)
{
    private readonly List<(Term Term, Value Message)> letters = [];
    private ImmutableDictionary<Term, Value> values = ImmutableDictionary<Term, Value>.Empty;
    private readonly Dictionary<Term, Value> composed = [];
    private Holdings held = Holdings.Empty;

    /// <summary>
    /// What it holds; an encryption or a hash that it has seen, and of which it has the parts from elsewhere, with its opening.
    /// </summary>
    public Holdings Holdings =>
        values.Where(pair => pair.Key.IsOpaque() && held.OpeningOf(pair.Value) is null).Aggregate(held, (all, pair) =>
        pair.Key.Parts().Select(Known).ToList() is var parts && !parts.Contains(null)
            ? all.With(pair.Value, new Opening([.. parts.Select(part => part!)])) : all);

    /// <summary>What a term stands for, as far as it has been seen or made, or put together from that.</summary>
    private Value? Known(Term term) => values.GetValueOrDefault(term) ?? composed.GetValueOrDefault(term) ?? term switch
    {
        Term.Constant { Sort: Sort.Name } name => new Value.Name(name.Symbol),
        Term.Tag or Term.Tuple or Term.Parties or Term.Hash or Term.SymmetricEncryption
            when term.Parts().Select(Known).ToList() is var parts && !parts.Contains(null) => Put(term, parts),
        _ => null,
    };

    /// <summary>Sees a value that the trace calls by a term, and all that the adversary's keys reveal in it.</summary>
    public void Observe(Term term, Value value)
    {
        values = values.ContainsKey(term) ? values : values.Add(term, value);
        held = held.With(value);
        switch (term, value)
        {
            case (Term.Tuple tuple, Value.Tuple found) when tuple.Items.Length == found.Items.Length:
                foreach (var (part, content) in tuple.Items.Zip(found.Items))
                {
                    Observe(part, content);
                }

                break;
            case (Term.Signature signature, Value.Signature found):
                Observe(signature.Body, found.Body);
                break;
            case (Term.Encryption { Recipient: Term.Constant recipient } encryption, _)
                when identities.TryGetValue(recipient.Symbol, out var own) && own.Decrypt(value) is { } opened:
                held = held.With(value, new Opening(new Value.Name(recipient.Symbol), opened.Plaintext, opened.Coins));
                Observe(encryption.Plaintext, opened.Plaintext);
                Observe(encryption.Coins, opened.Coins);
                break;
        }
    }

    /// <summary>Letters that were shown in person and wait for an answer.</summary>
    public bool HasLetters => letters.Count > 0;

    /// <summary>Sees what it can read of what an honest or trusted party sends; a letter in person only against its answer.</summary>
    /// <param name="expected">What the trace calls the message; null where it knows of none.</param>
    public void Witness(Term? expected, Effect.Send send, ImmutableArray<string> own)
    {
        var isOwn = own.Contains(send.To.Text);
        if (expected is null || own.IsEmpty || (!isOwn && send.Assurance.HasFlag(Assurance.Private)))
        {
            return;
        }

        if (isOwn && send.Assurance.HasFlag(Assurance.InPerson))
        {
            letters.Add((expected, send.Message));
        }
        else
        {
            Observe(expected, send.Message);
        }
    }

    /// <summary>Reads the letters; who does so saves before, and restores where the answer is refused.</summary>
    public void OpenLetters() => letters.ForEach(letter => Observe(letter.Term, letter.Message));

    public (ImmutableDictionary<Term, Value>, Holdings) Save() => (values, held);

    public void Restore((ImmutableDictionary<Term, Value> Values, Holdings Holdings) saved) => (values, held) = saved;

    /// <summary>Carries a recipe out; null where it needs something that this run has not shown.</summary>
    public Value? Make(Recipe recipe)
    {
        var made = recipe switch
        {
            Recipe.Public atom => atoms(atom.Atom),
            Recipe.Own atom => atoms(atom.Atom),
            Recipe.Observed => values.GetValueOrDefault(recipe.Makes),
            Recipe.SignedBy signed =>
                identities.TryGetValue(((Term.Constant)signed.Signer).Symbol, out var signer) && Make(signed.Body) is { } body
                    ? signer.Sign(body) : null,
            Recipe.Encrypted encrypted => Encrypt(encrypted),
            Recipe.Composed composed => Compose(composed),
            Recipe.Unlocked unlocked => Unlock(unlocked),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (made is not null)
        {
            held = held.With(made);
            composed[recipe.Makes] = made;
        }

        return made;
    }

    private Value? Encrypt(Recipe.Encrypted recipe)
    {
        var recipient = new Value.Name(((Term.Constant)recipe.Recipient).Symbol);
        if (Make(recipe.Plaintext) is not { } plaintext || Make(recipe.Coins) is not Value.Coins coins
            || identities.Values.First().Encrypt(recipient, plaintext, coins) is not { } ciphertext)
        {
            return null;
        }

        held = held.With(ciphertext, new Opening(recipient, plaintext, coins));
        return ciphertext;
    }

    private Value? Compose(Recipe.Composed recipe)
    {
        var parts = recipe.Parts.Select(Make).ToList();
        var made = parts.Contains(null) ? null : Put(recipe.Makes, parts);
        if (made is not null && recipe.Makes.IsOpaque())
        {
            held = held.With(made, new Opening([.. parts.Select(part => part!)]));
        }

        return made;
    }

    /// <summary>What anybody makes of its parts, without a key of his own.</summary>
    private Value? Put(Term term, List<Value?> parts) => term switch
    {
        Term.Tuple => new Value.Tuple([.. parts.Select(part => part!)]),
        Term.Parties => parts is [Value.Name one, Value.Name other] ? new Value.Parties(one, other) : null,
        Term.Tag tag => new Value.Tag(tag.Word),
        Term.Hash => identities.Values.First().Hash(parts[0]!),
        Term.SymmetricEncryption => parts[1] is Value.Key key ? identities.Values.First().Lock(parts[0]!, key) : null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Value? Unlock(Recipe.Unlocked recipe)
    {
        if (Make(recipe.Locked) is not { } locked || Make(recipe.Key) is not Value.Key key
            || identities.Values.First().Unlock(locked, key) is not { } message)
        {
            return null;
        }

        held = held.With(locked, new Opening(message, key));
        return message;
    }
}

/// <summary>The real values that a trace's constants stand for in one replay; two constants of one sort are never one value.</summary>
/// <param name="schedule">What the trace's times stand for; null where it has none.</param>
internal sealed class Atoms(IReadOnlyList<Value.Message> messages, Chance chance, SeededCoins coins, Schedule? schedule, IBulkStore goods)
{
    private readonly Dictionary<Term.Constant, Value> values = [];

    public Value Value(Term.Constant atom)
    {
        if (!values.TryGetValue(atom, out var value))
        {
            value = atom.Sort switch
            {
                Sort.Name => new Value.Name(atom.Symbol),
                Sort.Message => Message(),
                Sort.Coins => coins.Next(),
                Sort.Contract => new Value.Contract(new Bytes(chance.Bytes(64))),
                Sort.Time => new Value.Time(TimeSetting.EpochMs
                    + (schedule is null ? FarOff() : schedule.Times.GetValueOrDefault(atom.Symbol))),
                Sort.Ciphertext => new Value.Ciphertext(new Bytes(chance.Bytes(256))),
                Sort.Key => new Value.Key(coins.Next().Bytes),
                Sort.Bulk => goods.Receive(new MemoryStream(chance.Bytes(256))),
                Sort.Digest => new Value.Digest(new Bytes(chance.Bytes(32))),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            values[atom] = value;
        }

        return value;
    }

    /// <summary>What an honest session begins with: what it knows, and messages of its own.</summary>
    public Dictionary<Term.Variable, Value> Given(Role.Party role, TraceSession session)
    {
        var given = new Dictionary<Term.Variable, Value>();
        foreach (var variable in role.Knows.Where(variable => session.Knows.ContainsKey(variable.Symbol)))
        {
            given[variable] = Value((Term.Constant)session.Knows[variable.Symbol]);
        }

        foreach (var variable in role.Script.Fresh().Where(variable => variable.Sort is Sort.Message or Sort.Contract))
        {
            given[variable] = variable.Sort == Sort.Message ? Message() : new Value.Contract(new Bytes(chance.Bytes(64)));
            values[new Term.Constant($"{variable.Symbol}.{session.Number}", variable.Sort)] = given[variable];
        }

        return given;
    }

    /// <summary>Where nobody disturbs the honest, a trace has no times, and nothing is late.</summary>
    private long FarOff() => TimeSetting.Usual.CutoffMs + values.Keys.Count(atom => atom.Sort == Sort.Time);

    /// <summary>A message that no atom of this run stands for yet, else two of the model's messages would be one.</summary>
    private Value.Message Message() =>
        messages.FirstOrDefault(message => !values.ContainsValue(message)) ?? new Value.Message(new Bytes(chance.Bytes(64)));
}
