using System.Security.Cryptography;
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

    /// <summary>Every name has its keys.</summary>
    public override bool Knows(string name) => true;

    public override Value Hash(Value body) => new Value.Committed(body);

    public override Value? Lock(Value message, Value.Key key) => new Value.Locked(message, key);

    public override Value? Unlock(Value goods, Value.Key key) => goods is Value.Locked locked && locked.Under == key ? locked.Plaintext : null;

    public override bool Has(Value goods) => true;

    public override Value Receive(Stream goods) => new Value.Bulk(new Bytes(SHA256.HashData(goods)));

    protected override Bytes Proof(Value body) => Genuine;

    protected override bool IsProof(Value.Signature signature) => signature.Proof == Genuine;

    protected override Value? Seal(Value.Name recipient, Value plaintext, Value.Coins coins) => new Value.Sealed(recipient, plaintext, coins);

    protected override (Value Plaintext, Value.Coins Coins)? Open(Value ciphertext) =>
        ciphertext is Value.Sealed known && known.Recipient.Text == self ? (known.Plaintext, known.Randomness) : null;
}
