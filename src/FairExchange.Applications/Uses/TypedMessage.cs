using System.Formats.Cbor;
using System.Globalization;
using System.Text;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Uses;

/// <summary>
/// A typed message that its sender signs. Certified mail shows what somebody received and not who it is from (its non-repudiation of origin
/// falls), so what must hold against the sender is signed inside. The signature covers every field, kind and version included, and is the
/// last item of the encoding.
/// </summary>
public abstract record SignedMessage : TypedMessage
{
    /// <summary>The greatest signature of a suite, in bytes, and room for others.</summary>
    private const int MaximumSignature = 128;

    private protected SignedMessage()
    {
    }

    /// <summary>Empty until <see cref="SignedBy"/>.</summary>
    public Bytes Signature { get; init; }

    private protected sealed override bool IsWithinBounds => Signature.Length is > 0 and <= MaximumSignature && AreWithinBounds;

    private protected abstract bool AreWithinBounds { get; }

    private protected abstract int SignedFields { get; }

    private protected sealed override int Fields => SignedFields + 1;

    // No protocol's operations have these contexts: theirs begin with the id of a protocol and end with signature, encryption or hash.
    private byte[] Context => Encoding.ASCII.GetBytes($"fair-exchange/1 use\0{Kind}");

    /// <exception cref="ArgumentException">The keys are not the sender's.</exception>
    public SignedMessage SignedBy(PrivateKeys sender) => sender.Name == Sender
        ? this with { Signature = new Bytes(sender.Signing.Sign(Context, Body())) }
        : throw new ArgumentException($"A {Kind} of {Sender} cannot be signed by {sender.Name}.", nameof(sender));

    /// <summary>Whether it is signed by its sender. False too where nobody vouches for the sender's key.</summary>
    public bool IsSigned(IKeyDirectory keys) =>
        keys.Find(Sender) is { } sender && sender.Verification.Verify(Context, Body(), Signature.Span);

    private protected abstract void WriteSigned(CborWriter writer);

    private protected sealed override void WriteFields(CborWriter writer)
    {
        WriteSigned(writer);
        writer.WriteByteString(Signature.Span);
    }

    private byte[] Body() => Write(SignedFields, WriteSigned);
}

/// <summary>
/// What certified mail is used for (section 4): a message whose bytes say what it is. In deterministic CBOR, an array that begins with
/// <code>["fair-exchange KIND", 1, ...]</code>
/// Each has one encoding, and the decoder takes no other. A sum of all bounds fits into one message of the protocols
/// (<see cref="Wire.MaximumMessage"/>).
/// </summary>
public abstract record TypedMessage
{
    private const string Prefix = "fair-exchange ";
    private const int Version = 1;

    /// <summary>The kinds that are read here, each with what reads its fields.</summary>
    private static readonly Dictionary<string, Func<CborReader, TypedMessage>> Kinds = new()
    {
        [Check.Word] = Check.Read,
        [Notice.Word] = Notice.Read,
        [SaleOrder.Word] = SaleOrder.Read,
        [Good.Word] = Good.Read,
    };

    private protected TypedMessage()
    {
    }

    public abstract string Kind { get; }

    /// <summary>Whose message it is, by what it says itself.</summary>
    public abstract string Sender { get; }

    public abstract string Recipient { get; }

    /// <summary>The type of transaction, by which participants may list trusted parties (section 5).</summary>
    public abstract string Transaction { get; }

    /// <summary>Whether all that it says is within its bounds, so that it has an encoding.</summary>
    public bool Fits => IsWithinBounds && Write(Fields, WriteFields).Length <= Wire.MaximumMessage;

    private protected abstract bool IsWithinBounds { get; }

    /// <summary>How many items come after format and version.</summary>
    private protected abstract int Fields { get; }

    /// <exception cref="InvalidOperationException">Something in it is over its bounds.</exception>
    public byte[] Encode() => IsWithinBounds && Write(Fields, WriteFields) is { Length: <= Wire.MaximumMessage } bytes
        ? bytes
        : throw new InvalidOperationException($"A {Kind} of these contents is over the bounds.");

    /// <summary>What the bytes call themselves: one of the kinds, or null for a message that is of no type.</summary>
    public static string? KindOf(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            reader.ReadStartArray();
            return reader.PeekState() == CborReaderState.TextString ? Known(reader.ReadTextString()) : null;
        }
        catch (Exception untyped) when (untyped is CborContentException or InvalidOperationException or OverflowException)
        {
            return null;
        }

        static string? Known(string format) =>
            format.StartsWith(Prefix, StringComparison.Ordinal) && Kinds.ContainsKey(format[Prefix.Length..])
                ? format[Prefix.Length..] : null;
    }

    /// <summary>Null, and never an exception, for whatever <see cref="Encode"/> cannot have made.</summary>
    public static TypedMessage? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > Wire.MaximumMessage || KindOf(bytes) is not { } kind)
        {
            return null;
        }

        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            reader.ReadStartArray();
            reader.SkipValue();
            reader.SkipValue();
            // Another version, another number of items, or bytes behind them are not what encoding again gives.
            return Kinds[kind](reader) is { IsWithinBounds: true } read && read.Encode().AsSpan().SequenceEqual(bytes.Span) ? read : null;
        }
        catch (Exception malformed)
            when (malformed is CborContentException or InvalidOperationException or OverflowException or FormatException)
        {
            return null;
        }
    }

    private protected abstract void WriteFields(CborWriter writer);

    private protected byte[] Write(int fields, Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(fields + 2);
        writer.WriteTextString(Prefix + Kind);
        writer.WriteInt32(Version);
        write(writer);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private protected static void Write(CborWriter writer, Amount amount)
    {
        writer.WriteInt64(amount.Units);
        writer.WriteTextString(amount.Currency);
    }

    private protected static void Write(CborWriter writer, DateOnly date) => writer.WriteTextString(Say(date));

    private protected static Amount ReadAmount(CborReader reader) => new(reader.ReadInt64(), reader.ReadTextString());

    /// <exception cref="FormatException">Not a day.</exception>
    private protected static DateOnly ReadDate(CborReader reader) =>
        DateOnly.ParseExact(reader.ReadTextString(), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private protected static string Say(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Why a receipt that the judge accepts is no receipt for what its message says it is.</summary>
public abstract record UseRefusal
{
    private UseRefusal()
    {
    }

    /// <summary>The message calls itself something that it is not the one encoding of.</summary>
    public sealed record Malformed(string Kind) : UseRefusal;

    /// <summary>It names others than the two between whom it went.</summary>
    public sealed record OtherParties(string Kind, string Sender, string Recipient, string NamedSender, string NamedRecipient) : UseRefusal;

    /// <summary>Check or order is not signed by the one who is said to have signed.</summary>
    public sealed record NotSigned(string Kind, string Signer) : UseRefusal;

    /// <summary>A notice that went by a protocol without a cut-off time: when it was there, nobody can say.</summary>
    public sealed record NoCutOff(string Protocol) : UseRefusal;

    /// <summary>The two had agreed on another type of transaction, for which they may recognise other trusted parties.</summary>
    public sealed record OtherTransaction(string Kind, string Expected, string Agreed) : UseRefusal;

    /// <summary>The check, or another by the same drawer under the same number, has been paid.</summary>
    public sealed record Paid(Check Presented, Check Before) : UseRefusal;

    /// <summary>The reason in words.</summary>
    public string Describe() => this switch
    {
        Malformed bad => $"what was received calls itself {A(bad.Kind)} and is none: not the one encoding of any",
        OtherParties other =>
            $"what {other.Recipient} received from {other.Sender} is {A(other.Kind)} of {other.NamedSender}'s for {other.NamedRecipient}",
        NotSigned not => $"the {not.Kind} that was received is not signed by {not.Signer}",
        NoCutOff no => $"{no.Protocol} has no cut-off time, so nobody can say by when the notice was there",
        OtherTransaction other =>
            $"{A(other.Kind)} is of the type {other.Expected}, and the two agreed on a trusted party for {other.Agreed}",
        Paid paid => paid.Presented with { Signature = paid.Before.Signature } == paid.Before
            ? $"{paid.Before} has been paid" : $"{paid.Before} has been paid, and no number is drawn twice",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string A(string kind) => kind == SaleOrder.Word ? $"an {kind}" : $"a {kind}";
}
