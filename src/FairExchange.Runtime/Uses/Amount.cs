using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FairExchange.Runtime.Uses;

/// <summary>Money, as in <c>250.00 EUR</c>.</summary>
/// <param name="Units">In the currency's smallest unit, 1 to <see cref="MostUnits"/>.</param>
/// <param name="Currency">Three capital letters (ISO 4217).</param>
public sealed record Amount(long Units, string Currency)
{
    public const long MostUnits = 1_000_000_000_000_000;

    private const int UsualDecimals = 2;

    /// <summary>ISO 4217, list one: the currencies whose smallest unit is not a hundredth.</summary>
    private static readonly (int Decimals, string[] Currencies)[] Unusual =
    [
        (0, ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"]),
        (3, ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
        (4, ["CLF", "UYW"]),
    ];

    internal bool IsWithinBounds => Units is > 0 and <= MostUnits && Currency.Length == 3 && Currency.All(char.IsAsciiLetterUpper);

    private int Decimals => DecimalsOf(Currency);

    /// <summary>Exactly as <see cref="ToString"/> writes it: all decimals of the currency, a space, the currency.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Amount? amount)
    {
        amount = text.Split(' ') is [var number, var currency]
            && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= MostUnits
            && Scaled(value, DecimalsOf(currency)) is <= MostUnits and var units
                ? new Amount((long)units, currency)
                : null;
        amount = amount is { IsWithinBounds: true } && amount.ToString() == text ? amount : null;
        return amount is not null;
    }

    public override string ToString() => $"{(Units / Scaled(1, Decimals)).ToString($"F{Decimals}", CultureInfo.InvariantCulture)} {Currency}";

    private static int DecimalsOf(string currency) =>
        Array.Find(Unusual, group => group.Currencies.Contains(currency)) is { Currencies: not null } group ? group.Decimals : UsualDecimals;

    private static decimal Scaled(decimal value, int decimals) => Enumerable.Range(0, decimals).Aggregate(value, (scaled, _) => scaled * 10);
}
