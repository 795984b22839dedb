using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Verification.Impossibility;

/// <summary>
/// Makes a definition of a candidate, so that whatever is asked of protocols can be asked of it. Each role checks all that it can, as soon
/// as it can; who waits and can make its request makes it when time runs out; who cannot waits for ever. The channel between the two is the
/// adversary's, those of the trusted party are resilient.
/// </summary>
internal sealed class Realisation
{
    /// <summary>As many as a repertoire has encryptions.</summary>
    private const string Letters = "ZYXWVU";

    private readonly Candidate candidate;
    private readonly TermPool repertoire;
    private readonly Demands demands;
    private readonly ImmutableDictionary<Term, Term.Variable> symbols;

    private Realisation(Candidate candidate, Demands demands)
    {
        (this.candidate, repertoire, this.demands) = (candidate, candidate.TermPool, demands);
        symbols = candidate.Terms.SelectMany(term => term.SelfAndParts()).OfType<Term.Encryption>().Distinct()
            .Zip(Letters, (hidden, letter) => (Hidden: (Term)hidden, Symbol: Terms.Ciphertext($"{letter}")))
            .ToImmutableDictionary(pair => pair.Hidden, pair => pair.Symbol);
    }

    /// <exception cref="DefinitionException">Somebody would have to accept what it cannot decide about.</exception>
    /// <param name="demands">Of which the definition expects that they are proved, and that what is not demanded is attacked.</param>
    public static Protocol Of(Candidate candidate, string id, Demands demands) => new Realisation(candidate, demands).Define(id);

    private Protocol Define(string id)
    {
        var definition = new ProtocolDefinition(id, $"Proposed by search: {repertoire.Kind}", section: "1.1, ours")
            .Remark("The search for attacks has the last word on what is expected here.")
            .About(repertoire.Subject)
            .Channel(A, B, Assurance.Lossy).Channel(B, A, Assurance.Lossy);
        foreach (var party in TermPool.Parties)
        {
            definition.Party(party, [TermPool.Other(party), .. repertoire.IsContract ? [repertoire.Subject] : Array.Empty<Term.Variable>()],
                script => Begin(script, party));
            Want(definition, party);
        }

        if (candidate.Recourse is { } recourse)
        {
            foreach (var party in TermPool.Parties)
            {
                definition.Channel(party, repertoire.Trusted, Assurance.Resilient).Channel(repertoire.Trusted, party, Assurance.Resilient);
            }

            definition.Trusted(repertoire.Trusted, script => Handle(script, recourse));
        }

        Expect(definition);
        return definition.Build();
    }

    private void Expect(ProtocolDefinition definition)
    {
        foreach (var (demand, party) in new[] { (Demands.FairToAlice, A), (Demands.FairToBob, B) })
        {
            _ = demands.HasFlag(demand) ? definition.Proved(party, Property.Fairness) : definition.Attacked(party, Property.Fairness);
        }

        _ = demands.HasFlag(Demands.Effective) ? definition.Proved(Property.Effectiveness) : definition.Attacked(Property.Effectiveness);
    }

    private void Want(ProtocolDefinition definition, Term.Variable party)
    {
        var (other, subject, signatures) = (TermPool.Other(party), repertoire.Subject, candidate.Evidence[party]);
        if (repertoire.WantsGoods(party))
        {
            definition.Wants(party, "message", subject);
            return;
        }

        var item = View.Together([.. signatures.SelectMany(TermPool.Opening).Except(signatures), .. signatures]);
        if (repertoire.IsContract)
        {
            definition.Wants(party, "contract", item, $"{other} signed {subject}");
        }
        else
        {
            definition.Wants(party, "receipt", item, $"{other} received {subject}");
        }
    }

    private View ViewOf(Term.Variable role) => new(role, repertoire.Public.Union(repertoire.Fresh(role)), symbols, []);

    private void Begin(ScriptBuilder script, Term.Variable party)
    {
        ImmutableArray<Term.Variable> fresh = [.. repertoire.Fresh(party)
            .Where(variable => candidate.Terms.Any(term => term.Variables().Contains(variable)))];
        if (!fresh.IsEmpty)
        {
            script.Fresh(fresh);
        }

        var view = ViewOf(party);
        List<Term> own = [.. symbols.Keys.Where(hidden => hidden.Variables().Any(fresh.Contains) && view.Computes(hidden))
            .OrderBy(hidden => Letters.IndexOf(symbols[hidden].Symbol, StringComparison.Ordinal))];
        foreach (var hidden in own)
        {
            script.Let(symbols[hidden], hidden);
        }

        Follow(script, view.Call(own), 0);
    }

    private void Follow(ScriptBuilder script, View view, int next)
    {
        if (next == candidate.Messages.Length)
        {
            return;
        }

        var message = candidate.Messages[next];
        if (message.From == view.Role)
        {
            script.Send(Label(next), TermPool.Other(view.Role), view.Say(message.Parts));
            Follow(script, view, next + 1);
            return;
        }

        var (after, pattern, checks) = view.Read(message.Parts);
        if (candidate.Recourse is { } others && others.Asker != view.Role && !others.Answers[view.Role].IsEmpty
            && view.Read(others.Answers[view.Role]) is var pushed && !pushed.Pattern.Equals(pattern))
        {
            // What the trusted party sends on the other's request is taken as it comes.
            script.ReceiveFirst(
            [
                ScriptBuilder.On(
                    Label(next), pattern, checks.FirstOrDefault(), then => Check(then, checks, rest => Follow(rest, after, next + 1))),
                ScriptBuilder.On(AnswerLabel, pushed.Pattern, pushed.Checks.FirstOrDefault(), then => Check(then, pushed.Checks)),
            ]);
            return;
        }

        script.Receive(Label(next), pattern, checks.FirstOrDefault(), candidate.Recourse is { } own && own.Asker == view.Role
            && own.Request.All(view.Computes)
            ? then => Ask(then, view, own)
            : null);
        Check(script, checks, rest => Follow(rest, after, next + 1));
    }

    private void Ask(ScriptBuilder script, View view, Recourse recourse)
    {
        script.Send(RequestLabel(recourse), repertoire.Trusted, view.Say([A, B, .. recourse.Request]));
        if (!recourse.Answers[view.Role].IsEmpty)
        {
            var (_, pattern, checks) = view.Read(recourse.Answers[view.Role]);
            script.Receive(AnswerLabel, pattern, checks.FirstOrDefault());
            Check(script, checks);
        }
    }

    /// <summary>Who did not ask is answered first: if the trusted party dies in between, the other asks again.</summary>
    private void Handle(ScriptBuilder script, Recourse recourse)
    {
        var (after, pattern, checks) = ViewOf(repertoire.Trusted).Read([A, B, .. recourse.Request]);
        script.Receive(RequestLabel(recourse), pattern, checks.FirstOrDefault());
        Check(script, checks);
        foreach (var party in new[] { TermPool.Other(recourse.Asker), recourse.Asker }.Where(party => !recourse.Answers[party].IsEmpty))
        {
            script.Send(AnswerLabel, party, after.Say(recourse.Answers[party]));
        }
    }

    /// <summary>The first check belongs to the receive.</summary>
    private static void Check(ScriptBuilder script, ImmutableArray<Match> checks, Action<ScriptBuilder>? then = null)
    {
        foreach (var check in checks.Skip(1))
        {
            script.Check(check);
        }

        then?.Invoke(script);
    }

    private string AnswerLabel => $"{repertoire.Trusted}1";

    private string RequestLabel(Recourse recourse) =>
        $"{recourse.Asker}{candidate.Messages.Count(message => message.From == recourse.Asker) + 1}";

    private string Label(int index)
    {
        var from = candidate.Messages[index].From;
        return $"{from}{candidate.Messages.Take(index + 1).Count(message => message.From == from)}";
    }
}
