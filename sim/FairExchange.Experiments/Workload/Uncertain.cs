using FairExchange.Experiments.Parameters;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Workload;

/// <summary>
/// A figure that nobody knows exactly, as a list of the parameter file: one value is certain; of two, anything between is as likely; of three, the second is the likeliest and the others are the ends
/// (the triangular distribution).
/// </summary>
public sealed record Uncertain(double Low, double Likeliest, double High, bool IsFlat)
{
    public double Mean => IsFlat ? (Low + High) / 2 : (Low + Likeliest + High) / 3;

    /// <exception cref="FormatException">There are more than three values, or they do not ascend.</exception>
    public static Uncertain Of(ParameterBook book, string name)
    {
        var values = book.Numbers(name);
        return values.Length > 3 || !values.SequenceEqual(values.Order())
            ? throw new FormatException($"{name} is one value, the two ends of a range, or its lower end, likeliest value and upper end, in ascending order")
            : new Uncertain(values[0], values[values.Length / 2], values[^1], values.Length == 2);
    }

    /// <summary>Takes one number from the stream, whatever the range, so that a changed range leaves the other figures as they were.</summary>
    public double Draw(Chance chance)
    {
        var share = chance.NextDouble();
        if (Low == High)
        {
            return Low;
        }

        if (IsFlat)
        {
            return Low + (share * (High - Low));
        }

        var (width, below) = (High - Low, Likeliest - Low);
        return share * width < below ? Low + Math.Sqrt(share * width * below) : High - Math.Sqrt((1 - share) * width * (High - Likeliest));
    }
}
