using System.Runtime.InteropServices;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// Looks for an unfair run without a solver: starts from nothing and adds one event at a time that can happen, in every way, to every set
/// of events reached. A set can be an end if time has run out where it can and resilient messages have been read.
/// <para>
/// Two shortcuts, both exact. Sets that are renamings of each other count once (<see cref="Renamings"/>). And where <c>eager</c>, what a
/// trusted party does is done at once where every run
/// that ends has it, or where it obliges nobody to more than he must do in any case (<see cref="Obligations"/>): such an event fits into
/// every run that goes on from there, and knowing more never
/// keeps the adversary from anything, nor takes an item from the honest party. By the clock it is done at once only where nobody ever
/// waits for what is sent.
/// </para>
/// <para>
/// Where there are deadlines, a set is reached as if there were none, and then counts only if some order and some times make a run of it
/// (<see cref="Schedules"/>): what can happen by the clock can happen without one.
/// </para>
/// </summary>
internal sealed class Exploration
{
    private readonly Ground ground;
    private readonly Role.Party role;
    private readonly Steps steps;
    private readonly Obligations obligations;
    private readonly Unspoken unspoken;
    private readonly Reader honest;
    private readonly Renamings renamings;
    private readonly List<NumberedClaim> claims;
    private readonly List<(int Evidence, Accusation Accusation)> accusations;
    private readonly IReadOnlyList<Schedules> schedules;
    private readonly List<Reached> reached = [];
    private readonly HashSet<UInt128> known = [];
    private int extended;

    /// <param name="mostPlaced">How many events each schedule puts into an order before it gives up.</param>
    /// <param name="bounds">Of clocks and channels, for a protocol with deadlines; a sample of all if left out.</param>
    public Exploration(World world, Role.Party role, bool eager = true, int mostPlaced = int.MaxValue, params IReadOnlyList<Bounds> bounds)
    {
        this.role = role;
        // What nobody needs of all that may be entered in a register would be as many choices.
        ground = world.Protocol.TrustedParties.Any(trusted => trusted.HasRegister) ? Ground.WithoutIdleAnswers(world) : Ground.Of(world);
        List<EvidenceClaim> claims = [.. EvidenceClaims.Against(ground, role)];
        List<Accusation> accusations = [.. Accusation.Against(ground, role)];
        var player = world.Honest.Single();
        var lexicon = new Lexicon(ground.Events.SelectMany(Steps.TermsOf).Concat(ground.Domains.Public).Concat(ground.Domains.Adversarial)
            .Concat(claims.Select(claim => claim.Matching).Distinct().SelectMany(items => items))
            .Concat(claims.Select(claim => claim.Shown)).Concat(accusations.Select(accusation => accusation.Evidence)));
        steps = new Steps(ground, lexicon);
        honest = new Reader(lexicon, player.Equals, ground.Domains.Of(Sort.Name));
        var matching = claims.Select(claim => claim.Matching).Distinct()
            .ToDictionary(items => items, items => items.Select(item => lexicon[item]).ToArray());
        this.claims = [.. claims.Select(claim => new NumberedClaim(claim.Entry, lexicon[claim.Shown], matching[claim.Matching]))];
        this.accusations = [.. accusations.Select(accusation => (lexicon[accusation.Evidence], accusation))];
        (renamings, unspoken) = (new Renamings(ground), new Unspoken(ground));
        var readers = ground.Events.ToLookup(happening => (happening.At.Actor, happening.Input));
        obligations = new Obligations(ground, steps, readers, eager);
        schedules = world.Protocol.IsTimed
            ? [.. (bounds.Count > 0 ? bounds : Bounds.Sample)
                .Select(bound => new Schedules(bound, steps.CanHappen, Matters, steps.Happen, readers) { Most = mostPlaced })]
            : [];
        reached.Add(new Reached([], obligations.Saturated(steps.Beginning()).Events));

        bool Matters(Event next, Run run) => steps.Teaches(next, run) || obligations.IsOwed(next, run);
    }

    /// <summary>How many sets of events have been reached for all questions together.</summary>
    public int Looked => reached.Count;

    /// <summary>How many it looks at for one question before it gives up.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>An unfair run of the fewest chosen events, or null if there is none.</summary>
    /// <param name="fewerThan">How many chosen events it must not have.</param>
    public IReadOnlyList<Event>? FindUnfairRun(int fewerThan = int.MaxValue) => Find(IsUnfair, fewerThan);

    /// <summary>A run at whose end a session of the role, having said or read something, waits for ever; null if there is none.</summary>
    public IReadOnlyList<Event>? FindHangingRun() => Find(Hangs, int.MaxValue);

    /// <summary>A run, at its end, of which the one or the other is true, or both; null if there is none.</summary>
    /// <param name="takesPart">A session of the role has said or read something.</param>
    /// <param name="isShown">Something may be held against the honest party.</param>
    public IReadOnlyList<Event>? FindRun(bool takesPart, bool isShown) =>
        Find(run => (!takesPart || run.Events.Exists(happening => happening.At.Role == role && SaidOrRead(happening)))
            && (!isShown || claims.Exists(claim => IsHeld(claim, run))), int.MaxValue);

    /// <summary>
    /// A run, at its end, in which something may be held against the honest party, and it holds the matching item; null if there is none.
    /// </summary>
    public IReadOnlyList<Event>? FindRunForBoth() =>
        Find(run => claims.Exists(claim => IsHeld(claim, run) && Matches(claim, HeldBy(run))), int.MaxValue);

    /// <summary>
    /// A run at whose end evidence can be shown of a deal in which no session of the role took part; null if there is none.
    /// </summary>
    public IReadOnlyList<Event>? FindFramingRun() => Find(IsFramed, int.MaxValue);

    private List<Event>? Find(Func<Run, bool> isBad, int fewerThan)
    {
        for (var i = 0; i < reached.Count || Extend(i); i++)
        {
            if (reached[i].Chosen.Length >= fewerThan)
            {
                return null;
            }

            var run = RunOf(reached[i]);
            if (obligations.CanEnd(run) && isBad(run)
                && (schedules.Count == 0 || schedules.Any(schedule => IsPlayable(reached[i], schedule, isBad))))
            {
                return run.Events;
            }
        }

        return null;
    }

    /// <summary>
    /// Adds one more event to the sets reached, one after the other, until there are more than so many of them, and tells whether there
    /// are.
    /// </summary>
    private bool Extend(int most)
    {
        while (reached.Count <= most && extended < reached.Count)
        {
            var before = reached[extended++];
            var run = RunOf(before);
            var sums = renamings.Sums(before.Events);
            foreach (var next in ground.Events.Where(candidate =>
                !run.Has(candidate) && steps.CanHappen(candidate, run) && !unspoken.MayWait(candidate, run)
                && known.Add(renamings.Canonical(sums, [candidate]))))
            {
                if (known.Count > Most)
                {
                    throw new ExplorationTooLargeException($"more than {Most} sets of events");
                }

                var after = new Run(run);
                steps.Happen(next, after);
                var events = obligations.Saturated(after).Events;
                var added = CollectionsMarshal.AsSpan(events)[before.Events.Length..];
                if (added.Length == 1 || known.Add(renamings.Canonical(sums, added)))
                {
                    reached.Add(new Reached([.. before.Chosen, next.Index], events));
                }
            }
        }

        return reached.Count > most;
    }

    private Run RunOf(Reached set)
    {
        var run = steps.Beginning();
        Array.ForEach(set.Events, index => steps.Happen(ground.Events[index], run));
        return run;
    }

    private bool IsPlayable(Reached set, Schedules schedule, Func<Run, bool> isBad)
    {
        var due = set.Chosen.Select(index => ground.Events[index]).ToList();
        return schedule.Exists(steps.Beginning(), due, [.. set.Events.Select(index => ground.Events[index]).Except(due)], isBad);
    }

    private bool Hangs(Run run) => run.Events.Where(happening => happening.At.Role == role)
        .GroupBy(happening => happening.At.Session)
        .Select(session => (Last: session.MaxBy(Depth)!, SaidOrRead: session.Any(SaidOrRead)))
        .Any(session => session.SaidOrRead && ground.WaitPoints.Any(at => at.After == session.Last));

    private static bool SaidOrRead(Event happening) => happening.Kind != EventKind.Start || !happening.Sends.IsEmpty;

    private bool IsHeld(NumberedClaim claim, Run run) => (claim.Entry is null || run.Has(claim.Entry)) && steps.IsKnown(claim.Shown, run);

    private static int Depth(Event happening) => happening.Parent is { } parent ? Depth(parent) + 1 : 0;

    private bool IsFramed(Run run) => accusations.Exists(accusation =>
        steps.IsKnown(accusation.Evidence, run) && !accusation.Accusation.IsTrueOf(run.Events));

    private bool IsUnfair(Run run)
    {
        var held = HeldBy(run);
        return claims.Exists(claim => IsHeld(claim, run) && !Matches(claim, held));
    }

    private bool Matches(NumberedClaim claim, Bits held) => Array.Exists(claim.Matching, item => honest.Derives(held, item));

    private Bits HeldBy(Run run)
    {
        var held = honest.Beginning();
        run.Events.ForEach(happening => Array.ForEach(steps[happening].Held, word => honest.Learn(held, word)));
        return held;
    }

    /// <summary>A claim by the lexicon's numbers.</summary>
    private sealed record NumberedClaim(Event? Entry, int Shown, int[] Matching);

    /// <summary>
    /// A set of events that can come about: those that somebody chose, and all of them in an order in which they can happen.
    /// </summary>
    private sealed record Reached(int[] Chosen, int[] Events)
    {
        public Reached(int[] chosen, List<Event> events)
            : this(chosen, [.. events.Select(happening => happening.Index)])
        {
        }
    }
}

/// <summary>Given up: there are more runs than were to be looked at.</summary>
internal sealed class ExplorationTooLargeException(string message) : Exception(message);
