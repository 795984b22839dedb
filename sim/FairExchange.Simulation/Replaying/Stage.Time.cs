using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Strategies;
using Session = FairExchange.Runtime.Parties.Session;

namespace FairExchange.Simulation.Replaying;

// A replay by the clock: what a trace's schedule says, and what it leaves to channels and clocks.
internal sealed partial class Stage
{
    /// <summary>The run's time: milliseconds since it began, and by how much the clock of whoever acts is ahead.</summary>
    private (long Now, long Ahead) Time { get; set; }

    private long Clock => TimeSetting.EpochMs + Time.Now + Time.Ahead;

    /// <summary>Resilient channels deliver, and time runs out for whoever waits with another way to go, until nothing more happens.</summary>
    public void PlayToTheEnd()
    {
        PlayUntil(long.MaxValue, int.MaxValue);
        for (var something = trace.Schedule is null; something;)
        {
            something = false;
            while (Arriving(_ => true) is { } arriving)
            {
                Arrive(arriving);
            }

            foreach (var (number, (player, session)) in sessions.ToList().Where(pair => pair.Value.Session.HasTimer))
            {
                Say($"   Time runs out for {player}.");
                Moved(null, number, session.TimeOut(ClockAfter(session)));
                something = true;
            }
        }
    }

    /// <summary>
    /// Where the trace has times: what it leaves to channels and clocks happens as late as they may be, and before the step that comes next.
    /// </summary>
    private void PlayUntil(long end, int next)
    {
        while (trace.Schedule is { } schedule)
        {
            var due = onTheWay.Where(letter => Arrives(letter.Send) && !IsRead(letter.Send, next)).Select(letter => letter.SentAt + schedule.Delay).DefaultIfEmpty(long.MaxValue).Min();
            (int Key, long At) alarm = sessions.Where(pair => pair.Value.Session.HasTimer && !trace.Steps.Any(step => step.Number >= next && step.Session == pair.Key))
                .Select(pair => (pair.Key, At: RunsOut(pair.Value.Player, pair.Value.Session))).OrderBy(pair => pair.At).FirstOrDefault((Key: 0, At: long.MaxValue));
            if (Math.Min(due, alarm.At) >= end)
            {
                return;
            }

            if (due < alarm.At)
            {
                var letter = Arriving(sent => sent.SentAt + schedule.Delay == due && !IsRead(sent.Send, next))!;
                Time = (due, AheadOf(letter.To.Text));
                Arrive(letter);
            }
            else
            {
                var (player, session) = sessions[alarm.Key];
                Time = (alarm.At, AheadOf(player));
                Say($"   Time runs out for {player}.");
                Moved(null, alarm.Key, session.TimeOut(Clock));
            }
        }
    }

    private long RunsOut(string player, Session session) => session.Alarm is { } alarm
        ? Math.Max(Time.Now, alarm.AtMs - TimeSetting.EpochMs - AheadOf(player))
        : Time.Now;

    /// <summary>What the trace says of that clock in its last step so far or, where it never acts there, as far ahead as it may be.</summary>
    private long AheadOf(string actor) => trace.Steps.Where(step => step.Actor == actor).Select(step => trace.Schedule!.Steps[step.Number - 1]).Select(moment => (long?)(moment.Clock - moment.At))
        .LastOrDefault() ?? trace.Schedule!.Skew;

    /// <summary>Where a trace has no times, time runs out when it must.</summary>
    private long ClockAfter(Session session) => Math.Max(Clock, session.Alarm?.AtMs ?? 0);

    private bool Arrives(Effect.Send send) => send.Assurance.HasFlag(Assurance.Resilient) && !trace.Corrupted.Contains(send.To.Text);

    private bool IsRead(Effect.Send send, int next) => trace.Steps.Any(step => step.Number >= next && step.From is { } from && sent.TryGetValue(from, out var read) && read == send);

    private Effect.Send? Arriving(Func<(Effect.Send Send, long SentAt), bool> isDue)
    {
        var index = onTheWay.FindIndex(letter => Arrives(letter.Send) && isDue(letter));
        if (index < 0)
        {
            return null;
        }

        var send = onTheWay[index].Send;
        onTheWay.RemoveAt(index);
        return send;
    }

    private (Session Session, ImmutableArray<Effect> Effects) Receive(Session session, Value message)
    {
        var moved = cast.Encode(message) is { } bytes ? session.Receive(bytes, Clock) : session.Receive(message, Clock);
        if (moved.Effects.Any(effect => effect is Effect.Obtained))
        {
            trusted.Completed(session.Execution.Operations.Self!, message);
        }

        return moved;
    }
}
