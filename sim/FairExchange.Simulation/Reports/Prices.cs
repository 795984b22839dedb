using System.Text.Json;
using FairExchange.Model.Language;

namespace FairExchange.Simulation.Reports;

/// <summary>A parameter: its value, its unit, and where it comes from.</summary>
public sealed record Price(double Value, string Unit, string Source);

/// <summary>What a trusted party pays for; a user's JSON file of the same form replaces the one that comes with the program.</summary>
public sealed record Prices(
    Price Compute, Price SecondsPerOperation, Price Traffic, Price Storage, Price Retention, Price Engineer, Price VisibleStaff,
    Price VirtualStaff, Price HandlingPerResolve)
{
    private static readonly (string Name, Func<Prices, Price> Of, string Unit)[] Units =
    [
        ("compute", prices => prices.Compute, "USD/vCPU-hour"),
        ("seconds_per_operation", prices => prices.SecondsPerOperation, "s/public-key operation"),
        ("traffic", prices => prices.Traffic, "USD/GB"),
        ("storage", prices => prices.Storage, "USD/GB-month"),
        ("retention", prices => prices.Retention, "months"),
        ("engineer", prices => prices.Engineer, "USD/year"),
        ("visible_staff", prices => prices.VisibleStaff, "engineers"),
        ("virtual_staff", prices => prices.VirtualStaff, "engineers"),
        ("handling_per_resolve", prices => prices.HandlingPerResolve, "USD/request"),
    ];

    /// <summary>The file that comes with the program.</summary>
    public static Prices Default { get; } = ReadDefault();

    /// <exception cref="FormatException">In one line, what is wrong and where.</exception>
    public static Prices Read(ReadOnlySpan<byte> json)
    {
        Prices prices;
        try
        {
            prices = JsonSerializer.Deserialize(json, ReportJson.Default.Prices) ?? throw new FormatException("there is nothing in it");
        }
        catch (Exception malformed)
            when (malformed is JsonException or InvalidOperationException) // the latter for half a surrogate pair in a name
        {
            throw new FormatException(malformed.Message.ReplaceLineEndings(" "), malformed);
        }

        foreach (var (name, of, unit) in Units)
        {
            var price = of(prices);
            if (price.Unit != unit)
            {
                throw new FormatException($"{name} is in {unit}, not in '{Legible.Shown(price.Unit)}'");
            }

            if (!double.IsFinite(price.Value) || price.Value < 0)
            {
                throw new FormatException($"{name} cannot be {price.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            }
        }

        return prices;
    }

    private static Prices ReadDefault()
    {
        using var stream = typeof(Prices).Assembly.GetManifestResourceStream("prices.json")
            ?? throw new InvalidOperationException("prices.json is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }
}
