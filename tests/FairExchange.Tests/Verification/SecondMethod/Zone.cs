namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>One point of time is later than another by so much at most, or by less.</summary>
internal readonly record struct Gap(object Later, object Earlier, long Most, bool IsStrict = false);

/// <summary>
/// Points of time of which only gaps are known: some can be chosen so that all gaps hold unless going round a circle of them comes to less
/// than nothing. Exact for real numbers: a gap that must be smaller counts as a little smaller, so little that no circle makes it up to a
/// whole.
/// </summary>
internal sealed record Zone(IReadOnlyList<Gap> Gaps)
{
    /// <summary>More than there are gaps in a circle.</summary>
    private const long Whole = 1_000;

    public static Zone Any { get; } = new([]);

    /// <summary>The zone with more gaps; null where no times are left.</summary>
    public Zone? With(params IEnumerable<Gap> more)
    {
        var all = new Zone([.. Gaps, .. more]);
        return all.IsEmpty() ? null : all;
    }

    private bool IsEmpty()
    {
        var points = Gaps.SelectMany(gap => new[] { gap.Later, gap.Earlier }).Distinct().ToDictionary(point => point, _ => 0L);
        for (var pass = 0; pass <= points.Count; pass++)
        {
            var changed = false;
            foreach (var gap in Gaps)
            {
                var latest = points[gap.Earlier] + (gap.Most * Whole) - (gap.IsStrict ? 1 : 0);
                if (points[gap.Later] > latest)
                {
                    (points[gap.Later], changed) = (latest, true);
                }
            }

            if (!changed)
            {
                return false;
            }
        }

        return true;
    }
}
