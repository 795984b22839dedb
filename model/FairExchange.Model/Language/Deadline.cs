namespace FairExchange.Model.Language;

/// <summary>A point of time on the actor's own clock: a time that it knows, or a margin before or after that.</summary>
/// <param name="Time">Of sort <see cref="Sort.Time"/>.</param>
/// <param name="Sign">-1: the margin before, 1: the margin after, 0: that very time.</param>
/// <param name="Margin">Null for the very time.</param>
public sealed record Deadline(Term.Variable Time, int Sign, Margin? Margin)
{
    public static implicit operator Deadline(Term.Variable time) => new(time, 0, null);

    public override string ToString() => Margin is null ? Time.Symbol : $"{Time} {(Sign < 0 ? "-" : "+")} {Margin}";
}

/// <summary>When a receive's <c>Otherwise</c> is taken at the latest; what has been read by then is read.</summary>
/// <param name="Deadline">On the actor's own clock; at once where it is past on arriving at the receive.</param>
/// <param name="IsPatient">Not before it either, whatever else comes: only time opens that way. Otherwise patience may end earlier.</param>
public sealed record Alarm(Deadline Deadline, bool IsPatient);
