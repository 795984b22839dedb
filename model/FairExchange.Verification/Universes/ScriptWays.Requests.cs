using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Universes;

// What trusted parties make of the session's requests, and of what the adversary shows them.
internal sealed partial class ScriptWays
{
    private void End(State state)
    {
        state = state with
        {
            Failed = [.. state.Failed, .. new Unopened(protocol, components, ofHolding, ofAccusation).Of(state.Read, state.Opened)],
        };
        var shown = state.Shown.SelectMany(made => protocol.TrustedParties.Where(trusted => trusted.Name == made.Recipient)
            .Select(trusted => new Request(made, trusted, IsOwn: false))).ToList();
        var requests = state.Requests.Concat(shown).Select(request => Tests(request, state, [])).Where(tests => tests.Count > 0).ToList();
        ImmutableArray<Comparison> hang = [.. state.Waits.SelectMany(wait => OfOthers(wait.Receive, wait.State))];
        if (requests.Count > MostRequests)
        {
            var all = requests.SelectMany(tests => tests.Refused.Concat(tests.Answered)).OfType<Comparison>();
            ways.Add(new Way([.. state.Failed, .. all], hang, requests.Count(tests => tests.IsOwn)));
            return;
        }

        for (var choice = 0; choice < 1 << requests.Count; choice++)
        {
            var own = state.Failed.ToBuilder();
            var answers = 0;
            for (var i = 0; i < requests.Count; i++)
            {
                var isAnswered = (choice & (1 << i)) != 0;
                answers += isAnswered && requests[i].IsOwn ? 1 : 0;
                own.AddRange(isAnswered ? requests[i].Answered : requests[i].IsOwn ? requests[i].Refused : []);
            }

            ways.Add(new Way(own.ToImmutable(), hang, answers));
        }
    }

    /// <summary>
    /// The tests that fail where the request is refused, and where it is answered: all handlers that are tried before, and what is answered
    /// does not fit. What a trusted party asks of another then may be refused there, or answered.
    /// </summary>
    /// <param name="request">What is asked, and of whom.</param>
    /// <param name="end">What the session knows then.</param>
    /// <param name="passed">The handlers through which it came.</param>
    private (List<Comparison> Refused, List<Comparison> Answered, int Count, bool IsOwn) Tests(
        Request request, State end, ImmutableArray<Script> passed)
    {
        var (refused, answered, tried) = (new List<Comparison>(), new List<Comparison>(), new List<(bool IsFirst, Comparison? Test)>());
        var named = end with
        {
            Stands = protocol.TrustedParties.ToImmutableDictionary(trusted => trusted.Name, trusted => (Term)trusted.Name),
        };
        var readings = from handler in request.Trusted.Handlers
                       where !passed.Any(before => ReferenceEquals(before, handler))
                       from stage in Stages(handler, named)
                       from alternative in stage.Receive.Alternatives
                       from comparing in request.IsOwn
                           ? [Compare(stage.Before).Read(alternative.Pattern, alternative.Checks, request.Message)]
                           : Shown(alternative, request, stage.Before)
                       where comparing.CanFit
                       select (handler, alternative, comparing, ReferenceEquals(stage.Receive, handler.Steps[0]));
        foreach (var (handler, alternative, comparing, isFirst) in readings)
        {
            tried.Add((isFirst, comparing.Test));
            var read = end with { Stands = comparing.Stands, Opened = comparing.Opened };
            var decided = alternative.Then.AllSteps().OfType<Step.Check>()
                .Select(check => Compare(read).Read(check.Match.Subject, [check.Match], comparing.Ground(check.Match.Subject)).Test)
                    .OfType<Comparison>()
                .Concat(alternative.Then.AllSteps().OfType<Step.Register>()
                    .SelectMany(register => OthersThan(register, request.Trusted, read, comparing))).ToList();
            refused.AddRange(decided);
            answered.AddRange(decided);
            var sends = alternative.Then.AllSteps().OfType<Step.Send>().ToList();
            answered.AddRange(from wait in end.Waits
                              from send in sends
                              where send.To == role.Name
                              from awaited in wait.Receive.Alternatives
                              let unfit = Compare(wait.State with { Opened = comparing.Opened })
                                  .Read(awaited.Pattern, awaited.Checks, comparing.Ground(send.Message)).Test
                              where unfit is not null
                              select unfit);
            answered.AddRange(from send in sends
                              from other in protocol.TrustedParties
                              where send.To == other.Name && protocol.Between(request.Trusted.Name, other.Name).HasFlag(Assurance.Resilient)
                              let asked = Tests(
                                  new Request(comparing.Ground(send.Message), other, IsOwn: true), end with { Opened = comparing.Opened },
                                  passed.Add(handler))
                              from either in asked.Refused.Concat(asked.Answered)
                              select either);
        }

        // One handler takes it, and those that are tried before do not; who waits for more is tried first of all.
        var last = tried.FindLastIndex(reading => reading.IsFirst);
        answered.AddRange(tried.Where((_, i) => i != last).Select(reading => reading.Test).OfType<Comparison>());
        return ([.. tried.Select(reading => reading.Test).OfType<Comparison>(), .. refused], answered, tried.Count, request.IsOwn);
    }

    /// <summary>That what stands in the register in the request's place is another value than it would enter.</summary>
    private IEnumerable<Comparison> OthersThan(Step.Register register, Role.Trusted trusted, State read, Comparing comparing)
    {
        var known = register.Key.Variables().ToHashSet();
        var value = comparing.Ground(register.Value);
        return trusted.Registers.Select(other => other.Value.Substitute(variable => known.Contains(variable) ? null : Another(variable)))
            .Distinct().Select(other => Compare(read).Read(other, [], value)).Where(other => other.CanFit)
            .Select(other => other.Test ?? Apart(other.Ground(value))).OfType<Comparison>();

        Term.Variable Another(Term.Variable variable) => protocol.TrustedParties.Any(party => party.Name == variable)
            ? variable : new Term.Variable($"? standing {variable.Symbol}", variable.Sort);

        // A value that is read anew fits whatever it is: what in it is not the key's may be another's.
        Comparison? Apart(Term term) => term.Variables().Where(variable => !read.Honest.Contains(variable)
                && !known.Select(each => comparing.Ground(each)).Contains(variable)).SelectMany(components.Kinds)
            .ToImmutableHashSet() is { IsEmpty: false } kinds ? new Comparison(kinds) : null;
    }

    /// <summary>Where a handler reads, each with what it has read before, which anybody may have sent.</summary>
    private IEnumerable<(Step.Receive Receive, State Before)> Stages(Script script, State before)
    {
        var state = before;
        foreach (var step in script.Steps)
        {
            switch (step)
            {
                case Step.Let let:
                    state = state with { Stands = state.Stands.SetItem(let.Variable, Compare(state).Ground(let.Value)) };
                    break;
                case Step.Check check:
                    var passed = Compare(state).Read(check.Match.Subject, [check.Match], Compare(state).Ground(check.Match.Subject));
                    return Stages(check.Then, state with { Stands = passed.Stands, Opened = passed.Opened })
                        .Concat(Stages(check.Otherwise, state));
                case Step.Receive receive:
                    return receive.Alternatives.SelectMany(alternative =>
                    {
                        var read = Compare(state).Read(alternative.Pattern, alternative.Checks, null);
                        return Stages(alternative.Then, state with { Stands = read.Stands, Opened = read.Opened });
                    }).Concat(receive.Otherwise is { } otherwise ? Stages(otherwise, state) : []).Prepend((receive, state));
            }
        }

        return [];
    }

    /// <summary>
    /// A request of the adversary's about what the session encrypted, for each place where the handler may open it: by a check, in the
    /// message itself, or later. None where it opens no such thing.
    /// </summary>
    private IEnumerable<Comparing> Shown(Alternative alternative, Request request, State state)
    {
        var byCheck = alternative.Checks.Where(check => check.Pattern is Term.Encryption)
            .Select(check => Compare(state).Read(check.Subject, [check], request.Message)
                .Read(alternative.Pattern, alternative.Checks.Remove(check), null));
        var inside = alternative.Checks.Select(check => check.Pattern).SelectMany(pattern => pattern.SelfAndParts().Skip(1))
            .Concat(alternative.Pattern.SelfAndParts())
            .OfType<Term.Encryption>().Where(part => part.Recipient == request.Trusted.Name)
            .Select(part => Compare(state).Read(part, [], request.Message).Read(alternative.Pattern, alternative.Checks, null));
        var later = alternative.Then.AllSteps().OfType<Step.Check>().Where(check => check.Match.Pattern is Term.Encryption)
            .Select(check => Compare(state).Read(check.Match.Subject, [check.Match], request.Message)
                .Read(alternative.Pattern, alternative.Checks, null));
        return byCheck.Concat(inside).Concat(later);
    }

    /// <summary>An answer to another session's request, or what the other party sends, does not fit here.</summary>
    private IEnumerable<Comparison> OfOthers(Step.Receive receive, State state)
    {
        var sends = protocol.Roles.SelectMany(sender => sender.Scripts.SelectMany(script => script.AllSteps()).OfType<Step.Send>()
            .Where(send => sender != role && send.To == role.Name && protocol.Between(sender.Name, role.Name).HasFlag(Assurance.Resilient)))
                .ToList();
        foreach (var alternative in receive.Alternatives)
        {
            // What this session signed another session's message holds only where it is about this one.
            var own = state with
            {
                Honest = state.Honest.Union(Pinned.In(alternative.Pattern, role)
                    .Select(variable => state.Stands.GetValueOrDefault(variable)).OfType<Term.Variable>()),
            };
            var tests = sends.Select(send => Other(send))
                .Select(message => Compare(own).Read(alternative.Pattern, alternative.Checks, message).Test).OfType<Comparison>()
                .ToList();
            if (tests.Count > 0)
            {
                yield return new Comparison([.. tests.SelectMany(test => test.Values)]);
            }
        }
    }

    private Term Other(Step.Send send) => send.Message.Substitute(variable =>
        protocol.TrustedParties.Any(trusted => trusted.Name == variable)
            ? variable : new Term.Variable($"? other {variable.Symbol}", variable.Sort));
}
