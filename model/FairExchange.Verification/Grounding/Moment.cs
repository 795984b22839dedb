using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>A deadline of a grounded world: a public time, or a margin before or after it.</summary>
public sealed record Moment(Term.Constant Time, int Sign, Margin? Margin)
{
    internal static Moment? Of(Deadline? deadline, Binding binding) =>
        deadline is null ? null : new Moment((Term.Constant)binding.Ground(deadline.Time), deadline.Sign, deadline.Margin);

    public override string ToString() => Margin is null ? Time.Symbol : $"{Time} {(Sign < 0 ? "-" : "+")} {Margin}";
}
