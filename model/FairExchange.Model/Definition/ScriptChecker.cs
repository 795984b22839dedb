using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>Walks one role's script with what the role knows at each step.</summary>
internal sealed class ScriptChecker(Protocol protocol, Role role)
{
    private bool waitsForMore;

    public void Check(Script script)
    {
        if (role is Role.Trusted && script.Steps.FirstOrDefault() is not Step.Receive)
        {
            throw Wrong(null, null, "a trusted party's handler starts with the receive of a request");
        }

        waitsForMore = script.AllSteps().Count(step => step is Step.Receive) > 1;
        var beforehand = protocol.TrustedParties.Select(trusted => trusted.Name).Append(role.Name)
            .Concat(role is Role.Party party ? party.Knows : []);
        Walk(script, new RoleKnowledge(role.Name, [.. beforehand]), "start");
    }

    private void Walk(Script script, RoleKnowledge known, string last)
    {
        for (var i = 0; i < script.Steps.Length; i++)
        {
            switch (script.Steps[i])
            {
                case Step.Fresh fresh:
                    CheckFresh(fresh, known, last);
                    known = known.With(fresh.Variables);
                    break;
                case Step.Let let:
                    var step = $"{let.Variable} (let, after {last})";
                    Unbound(let.Variable, known, last);
                    WellFormed(let.Value, step);
                    SameSort(let.Variable, let.Value, step);
                    Computable(let.Value, known, step);
                    known = known.With(let.Variable, let.Value);
                    break;
                case Step.Send send:
                    CheckSend(send, known, followedByReceive: i + 1 < script.Steps.Length && script.Steps[i + 1] is Step.Receive);
                    last = send.Label;
                    break;
                case Step.Receive receive:
                    CheckReceive(receive, known, last);
                    break;
                case Step.Check check:
                    var read = CheckMatch(check.Match, known, last);
                    Walk(check.Then, read, last);
                    Walk(check.Otherwise, known, last);
                    break;
                case Step.Register register:
                    CheckRegister(register, known, last);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private void CheckFresh(Step.Fresh fresh, RoleKnowledge known, string last)
    {
        if (fresh.Variables.IsDefaultOrEmpty)
        {
            throw Wrong(last, null, "makes nothing fresh: leave the step out");
        }

        if (role is Role.Trusted)
        {
            throw Wrong(last, fresh.Variables[0], "a trusted party makes nothing fresh");
        }

        foreach (var variable in fresh.Variables)
        {
            Unbound(variable, known, last);
            known = known.With(variable);
            if (variable.Sort is not (Sort.Message or Sort.Coins or Sort.Contract or Sort.Key))
            {
                throw Wrong(last, variable, "only messages, coins, keys and contracts can be fresh");
            }
        }
    }

    private void CheckSend(Step.Send send, RoleKnowledge known, bool followedByReceive)
    {
        WellFormed(send.Message, send.Label);
        Computable(send.To, known, send.Label);
        Computable(send.Message, known, send.Label);
        if (protocol.Channels.Count(channel => channel.From == role.Name && channel.To == send.To) != 1)
        {
            throw Wrong(send.Label, send.To, $"there must be one channel from {role.Name} to {send.To}");
        }

        if (protocol.Between(role.Name, send.To).HasFlag(Assurance.InPerson) && !followedByReceive)
        {
            throw Wrong(send.Label, send.Message,
                "what is handed over in person is handed over against an answer: the next step must be its receive");
        }

        if (protocol.Between(role.Name, send.To).HasFlag(Assurance.InPerson)
            && protocol.Channels.FirstOrDefault(back => back.From == send.To
                && back.To == role.Name)?.Assurance.HasFlag(Assurance.Resilient) != true)
        {
            throw Wrong(send.Label, send.Message,
                $"what is handed over in person is answered on the spot: the channel from {send.To} back to {role.Name} must be resilient");
        }
    }

    private void CheckReceive(Step.Receive receive, RoleKnowledge known, string last)
    {
        if (receive.Alternatives.Length == 0)
        {
            throw Wrong(last, null, "a receive needs at least one message that it accepts");
        }

        foreach (var (alternative, i) in receive.Alternatives.Select((alternative, i) => (alternative, i)))
        {
            if (receive.Alternatives.Take(i).Any(other => other.Label == alternative.Label && other.Pattern == alternative.Pattern))
            {
                throw Wrong(alternative.Label, alternative.Pattern, "stands there twice: the second could not be told from the first");
            }
        }

        if (role is Role.Trusted && receive.Alternatives.Length > 1)
        {
            throw Wrong(receive.Alternatives[0].Label, null,
                "a trusted party that waits for whichever comes first would have to remember which did: give each its handler");
        }

        if (role is Role.Trusted && last != "start"
            && receive.Alternatives[0].Pattern.Variables().FirstOrDefault(variable => !known.Computes(variable)) is { } later)
        {
            throw Wrong(receive.Alternatives[0].Label, later,
                "a trusted party that waits for more must know from the request what it waits for");
        }

        if (role is Role.Trusted && receive.Otherwise is not null)
        {
            throw Wrong(receive.Alternatives[0].Label, null,
                "a trusted party answers each request whenever it comes, so there is no otherwise");
        }

        if (receive.Alarm is { } alarm)
        {
            TellsTime(alarm.Deadline, known, receive.Alternatives[0].Label);
            if (receive.Otherwise is null)
            {
                throw Wrong(receive.Alternatives[0].Label, alarm.Deadline.Time, "time runs out, and no otherwise says what to do then");
            }
        }

        foreach (var alternative in receive.Alternatives)
        {
            WellFormed(alternative.Pattern, alternative.Label);
            var (read, undecided) = known.Read(alternative.Pattern);
            if (undecided is not null)
            {
                throw Wrong(alternative.Label, undecided, Undecidable(undecided, read));
            }

            foreach (var check in alternative.Checks)
            {
                read = CheckMatch(check, read, alternative.Label);
            }

            if (alternative.Before is { } before)
            {
                TellsTime(before, read, alternative.Label);
            }

            Walk(alternative.Then, read, alternative.Label);
        }

        if (receive.Otherwise is { } otherwise)
        {
            Walk(otherwise, known, $"{receive.Alternatives[0].Label} (otherwise)");
        }
    }

    private void CheckRegister(Step.Register register, RoleKnowledge known, string last)
    {
        if (role is not Role.Trusted trusted)
        {
            throw Wrong(last, register.Key, "only a trusted party has a register");
        }

        var step = $"register (after {last})";
        foreach (var term in new[] { register.Key, register.Value })
        {
            WellFormed(term, step);
            Computable(term, known, step);
        }

        var then = register.Others.Select(other => other.Then).Prepend(register.Then).SelectMany(script => script.AllSteps()).ToList();
        if (waitsForMore || then.Exists(later => later is Step.Register))
        {
            throw Wrong(step, register.Key, "a handler enters one value, and then answers: it neither enters another nor waits for more");
        }

        Walk(register.Then, known, last);
        foreach (var other in register.Others)
        {
            WellFormed(other.Pattern, step);
            if (!trusted.Registers.Any(entered => entered.Key.MayBe(register.Key) && entered.Value.MayBe(other.Pattern)))
            {
                throw Wrong(step, other.Pattern, $"never stands in {role.Name}'s register under such a key: no handler enters it");
            }

            var (read, undecided) = known.Read(other.Pattern);
            Walk(other.Then, undecided is null ? read : throw Wrong(step, undecided, Undecidable(undecided, read)), last);
        }
    }

    /// <summary>A clock is compared with a time that is known by then.</summary>
    private void TellsTime(Deadline deadline, RoleKnowledge known, string label)
    {
        if (deadline.Time.Sort != Sort.Time)
        {
            throw Wrong(label, deadline.Time, "is no time, and no clock can be compared with it");
        }

        Computable(deadline.Time, known, label);
    }

    private RoleKnowledge CheckMatch(Match match, RoleKnowledge known, string label)
    {
        WellFormed(match.Pattern, label);
        SameSort(match.Subject, match.Pattern, label);
        Computable(match.Subject, known, label);
        var (read, undecided) = known.Read(match.Pattern);
        return undecided is null ? read : throw Wrong(label, undecided, Undecidable(undecided, read));
    }

    private string Undecidable(Term term, RoleKnowledge known)
    {
        var missing = term.Variables().Where(variable => !known.Computes(variable)).ToList();
        return $"{role.Name} cannot decide whether this fits: it neither opens it nor can make it again"
            + (missing.Count == 0 ? "" : $" (it does not know {string.Join(", ", missing)})");
    }

    private void Computable(Term term, RoleKnowledge known, string step)
    {
        if (known.Computes(term))
        {
            return;
        }

        var culprit = term.SelfAndParts().Last(part => !known.Computes(part));
        throw Wrong(step, term, culprit is Term.Variable variable
            ? $"{role.Name} does not know {variable} by then"
            : $"{role.Name} cannot compute {culprit} by then");
    }

    private void Unbound(Term.Variable variable, RoleKnowledge known, string last)
    {
        if (known.Computes(variable))
        {
            throw Wrong(last, variable, "is bound already and cannot be bound again");
        }
    }

    private void WellFormed(Term term, string step)
    {
        if (TermChecker.Flaw(term) is { } flaw)
        {
            throw Wrong(step, flaw.Part, flaw.Problem);
        }
    }

    private void SameSort(Term.Variable variable, Term value, string step)
    {
        if (Terms.SortOf(value) != variable.Sort)
        {
            throw Wrong(step, value, $"can never be {variable}, which stands for a {variable.Sort}");
        }
    }

    private DefinitionException Wrong(string? step, Term? term, string problem) => new(protocol.Id, role.Name, step, term, problem);
}

/// <summary>
/// What a role knows at a point of its script, in the definition's own variables: which terms it can compute, and what a received term
/// tells it.
/// </summary>
internal sealed record RoleKnowledge(Term.Variable Self, ImmutableHashSet<Term> Terms)
{
    public bool Computes(Term term) => Terms.Contains(term) || term switch
    {
        Term.Variable => false,
        Term.Constant or Term.Tag => true,
        Term.Tuple or Term.Parties or Term.Hash or Term.SymmetricEncryption => term.Parts().All(Computes),
        Term.Signature signature => signature.Signer == Self && Computes(signature.Body),
        Term.Encryption encryption => term.Parts().All(Computes) && encryption.Recipient is Term.Variable,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public RoleKnowledge With(params IEnumerable<Term> terms) => this with { Terms = Terms.Union(terms) };

    /// <summary>
    /// Reads a received term as <paramref name="pattern"/>. Returns what is known afterwards, or the part of the pattern that the role can
    /// neither open nor make again, so that whether it fits cannot be decided.
    /// </summary>
    public (RoleKnowledge Known, Term? Undecided) Read(Term pattern)
    {
        var (known, pending) = (this, ImmutableList.Create(pattern));
        // A part that needs what another part binds waits for it: Tuple(SIG_B(Z), B) is as good as Tuple(B, SIG_B(Z)).
        while (!pending.IsEmpty)
        {
            var next = pending.FindIndex(known.Decides);
            if (next < 0)
            {
                return (known, pending[0]);
            }

            var term = pending[next];
            pending = pending.RemoveAt(next).AddRange(term switch
            {
                Term.Tuple tuple => tuple.Items,
                Term.Signature signature => [signature.Body],
                Term.Encryption encryption when !known.Computes(encryption) => [encryption.Plaintext, encryption.Coins],
                Term.SymmetricEncryption encryption when !known.Computes(encryption) => [encryption.Plaintext],
                Term.Variable or Term.Constant or Term.Tag or Term.Parties or Term.Hash or Term.Encryption
                    or Term.SymmetricEncryption => [],
                _ => throw new System.Diagnostics.UnreachableException(),
            });
            known = known.With(term);
        }

        return (known, null);
    }

    /// <summary>Whether one part of a pattern can be bound, taken apart or compared by now.</summary>
    private bool Decides(Term term) => term switch
    {
        Term.Variable or Term.Constant or Term.Tag or Term.Tuple => true,
        Term.Parties or Term.Hash => Computes(term),
        Term.Signature signature => Computes(signature.Signer),
        Term.Encryption encryption => encryption.Recipient == Self || Computes(encryption),
        Term.SymmetricEncryption encryption => Computes(encryption.Key),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Terms that no bytes can stand for: somebody's message as a signer, a name as coins.</summary>
internal static class TermChecker
{
    /// <summary>What a message can carry: the wire's own bounds.</summary>
    private const int MostItems = 16, Deepest = 8, MostParts = 256;

    public static (Term Part, string Problem)? Flaw(Term term) => term.SelfAndParts()
        .Select(part => (Part: part, Problem: FlawOf(part)))
        .Where(found => found.Problem is not null)
        .Select(found => ((Term, string)?)(found.Part, found.Problem!))
        .FirstOrDefault();

    /// <summary>What is sealed or hashed is bytes to who carries it, and is looked at by itself.</summary>
    private static int Depth(Term term) => term.IsOpaque() ? 0 : term.Parts().Select(Depth).DefaultIfEmpty(-1).Max() + 1;

    private static string? FlawOf(Term term) => term switch
    {
        Term.Constant => "a definition speaks in variables only",
        Term.Tag tag when !Term.Tag.IsWord(tag.Word) =>
            $"a tag is 1 to {Term.Tag.Longest} lower-case letters and hyphens, a letter at both ends",
        Term.Tuple { Items.Length: < 2 or > MostItems } => $"a tuple has 2 to {MostItems} items",
        _ when Depth(term) > Deepest || term.SelfAndParts().Length > MostParts =>
            $"nests more than {Deepest} deep, or has more than {MostParts} parts: no message can carry it",
        Term.Signature signature when Terms.SortOf(signature.Signer) != Sort.Name => $"{signature.Signer} is no name, and cannot sign",
        Term.Encryption encryption when Terms.SortOf(encryption.Recipient) != Sort.Name =>
            $"{encryption.Recipient} is no name, and has no key to encrypt with",
        Term.Encryption encryption when Terms.SortOf(encryption.Coins) != Sort.Coins => $"{encryption.Coins} is no coins",
        Term.SymmetricEncryption encryption when Terms.SortOf(encryption.Key) != Sort.Key => $"{encryption.Key} is no key",
        Term.SymmetricEncryption encryption when Terms.SortOf(encryption.Plaintext) != Sort.Message =>
            $"{encryption.Plaintext} is no message, and nothing else is encrypted under a key",
        Term.Parties parties when parties.Parts().Any(party => Terms.SortOf(party) != Sort.Name) => "both parties are names",
        _ => null,
    };
}
