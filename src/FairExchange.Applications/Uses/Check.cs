using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Globalization;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Uses;

/// <summary>
/// An electronic check (section 4): "it would be nice that the recipient gets our electronic check to him if and only if we get a
/// corresponding receipt that he got it".
/// <code>["fair-exchange check", 1, drawer, payee, number, units, currency, date, signature of the drawer]</code>
/// </summary>
/// <param name="Drawer">Who pays: the sender of the mail.</param>
/// <param name="Payee">Who is paid: its recipient.</param>
/// <param name="Number">The drawer gives each number once, 1 to <see cref="Largest"/>.</param>
/// <param name="Amount">What is paid.</param>
/// <param name="Date">When it was drawn.</param>
public sealed record Check(string Drawer, string Payee, long Number, Amount Amount, DateOnly Date) : SignedMessage
{
    public const long Largest = 999_999_999_999;

    internal const string Word = "check";

    public override string Kind => Word;

    public override string Sender => Drawer;

    public override string Recipient => Payee;

    public override string Transaction => Certificates.Transaction.ElectronicCheck;

    private protected override bool AreWithinBounds =>
        Wire.IsName(Drawer) && Wire.IsName(Payee) && Number is > 0 and <= Largest && Amount.IsWithinBounds;

    private protected override int SignedFields => 6;

    public static Check Draw(PrivateKeys drawer, string payee, long number, Amount amount, DateOnly date) =>
        (Check)new Check(drawer.Name, payee, number, amount, date).SignedBy(drawer);

    public override string ToString() => $"check no. {Number} for {Amount}, drawn by {Drawer} on {Say(Date)}";

    internal static Check Read(CborReader reader) =>
        new(reader.ReadTextString(), reader.ReadTextString(), reader.ReadInt64(), ReadAmount(reader), ReadDate(reader))
        {
            Signature = new Bytes(reader.ReadByteString()),
        };

    private protected override void WriteSigned(CborWriter writer)
    {
        writer.WriteTextString(Drawer);
        writer.WriteTextString(Payee);
        writer.WriteInt64(Number);
        Write(writer, Amount);
        Write(writer, Date);
    }
}

/// <summary>
/// A bank's list of the checks that it has paid. An electronic check can be copied; its number cannot be drawn, or paid, twice.
/// </summary>
public sealed record PaidChecks(ImmutableDictionary<(string Drawer, long Number), Check> Paid)
{
    public static PaidChecks None { get; } = new(ImmutableDictionary<(string Drawer, long Number), Check>.Empty);

    /// <summary>Why a check is not paid; null where it can be.</summary>
    public UseRefusal? Find(Check presented) =>
        Paid.TryGetValue((presented.Drawer, presented.Number), out var before) ? new UseRefusal.Paid(presented, before) : null;

    /// <summary>Pays a check, once.</summary>
    /// <param name="presented">By its payee; that it is the payee who presents it is the bank's to see to.</param>
    /// <param name="keys">The bank's own list.</param>
    /// <param name="refusal">Why it is not paid.</param>
    /// <returns>The list with the check on it; as it was where the check is refused.</returns>
    public PaidChecks Present(Check presented, IKeyDirectory keys, out UseRefusal? refusal)
    {
        refusal = presented.IsSigned(keys) ? Find(presented) : new UseRefusal.NotSigned(presented.Kind, presented.Drawer);
        return refusal is null ? new PaidChecks(Paid.Add((presented.Drawer, presented.Number), presented)) : this;
    }
}

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

    public override string ToString() =>
        $"{(Units / Scaled(1, Decimals)).ToString($"F{Decimals}", CultureInfo.InvariantCulture)} {Currency}";

    private static int DecimalsOf(string currency) =>
        Array.Find(Unusual, group => group.Currencies.Contains(currency)) is { Currencies: not null } group
            ? group.Decimals : UsualDecimals;

    private static decimal Scaled(decimal value, int decimals) =>
        Enumerable.Range(0, decimals).Aggregate(value, (scaled, _) => scaled * 10);
}
