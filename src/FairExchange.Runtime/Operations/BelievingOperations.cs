using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Operations;

/// <summary>
/// A participant's operations for what it has verified and taken before: whether a signature holds is not asked again. It held then, and by
/// a certificate that has ended or been renewed since it would not hold now.
/// </summary>
public sealed class BelievingOperations(CryptoOperations operations) : CryptoOperations
{
    public override string? Self => operations.Self;

    public override bool Knows(string name) => operations.Knows(name);

    public override Value Hash(Value body) => operations.Hash(body);

    public override Value? Lock(Value message, Value.Key key) => operations.Lock(message, key);

    public override Value? Unlock(Value goods, Value.Key key) => operations.Unlock(goods, key);

    public override bool Has(Value goods) => operations.Has(goods);

    public override Value Receive(Stream goods) => operations.Receive(goods);

    protected override Bytes Proof(Value body) => operations.Sign(body).Proof;

    protected override bool IsProof(Value.Signature signature) => true;

    protected override Value? Seal(Value.Name recipient, Value plaintext, Value.Coins coins) =>
        operations.Encrypt(recipient, plaintext, coins);

    protected override (Value Plaintext, Value.Coins Coins)? Open(Value ciphertext) => operations.Decrypt(ciphertext);
}
