using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Operations;

/// <summary>
/// Operations that move terms: nothing is computed, and nobody but the owner of a key does what takes that key, because nobody else has its operations.
/// For speed; a test holds it against the real suites.
/// </summary>
public sealed class SymbolicOperations(string? self) : CryptoOperations
{
    private static readonly Bytes Genuine = new("genuine"u8.ToArray());

    public override string? Self => self;

    public override Value Hash(Value body) => new Value.Committed(body);

    protected override Bytes Proof(Value body) => Genuine;

    protected override bool IsProof(Value.Signature signature) => signature.Proof == Genuine;

    protected override Value? Seal(Value.Name recipient, Value plaintext, Value.Coins coins) => new Value.Sealed(recipient, plaintext, coins);

    protected override (Value Plaintext, Value.Coins Coins)? Open(Value ciphertext) =>
        ciphertext is Value.Sealed known && known.Recipient.Text == self ? (known.Plaintext, known.Randomness) : null;
}
