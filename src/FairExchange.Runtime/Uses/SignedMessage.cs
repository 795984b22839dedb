using System.Formats.Cbor;
using System.Text;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Uses;

/// <summary>
/// A typed message that its sender signs. Certified mail shows what somebody received and not who it is from (its non-repudiation of origin falls), so what must hold
/// against the sender is signed inside. The signature covers every field, kind and version included, and is the last item of the encoding.
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
    public bool IsSigned(IKeyDirectory keys) => keys.Find(Sender) is { } sender && sender.Verification.Verify(Context, Body(), Signature.Span);

    private protected abstract void WriteSigned(CborWriter writer);

    private protected sealed override void WriteFields(CborWriter writer)
    {
        WriteSigned(writer);
        writer.WriteByteString(Signature.Span);
    }

    private byte[] Body() => Write(SignedFields, WriteSigned);
}
