using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Operations;

/// <summary>
/// The model's cryptography on values, from one participant's point of view: it signs and decrypts with its own keys only. Counts what it does.
/// Not for several threads at once.
/// </summary>
public abstract class CryptoOperations
{
    /// <summary>Whose keys these operations use; null for an outsider such as the judge.</summary>
    public abstract string? Self { get; }

    /// <summary>Whether anybody vouches for a key of that name.</summary>
    public abstract bool Knows(string name);

    /// <summary>Public-key operations so far: signing, verifying, encrypting and decrypting count one each.</summary>
    public long PublicKeyOperations { get; private set; }

    public Value.Signature Sign(Value body)
    {
        PublicKeyOperations++;
        return new Value.Signature(new Value.Name(Self ?? throw new InvalidOperationException("An outsider signs nothing.")), body, Proof(body));
    }

    /// <summary>False too where the signer's key is not known.</summary>
    public bool Verify(Value.Signature signature)
    {
        PublicKeyOperations++;
        return IsProof(signature);
    }

    /// <summary>Null where the recipient's key is not known.</summary>
    public Value? Encrypt(Value.Name recipient, Value plaintext, Value.Coins coins)
    {
        PublicKeyOperations++;
        return Seal(recipient, plaintext, coins);
    }

    /// <summary>Null for whatever <see cref="Encrypt"/> cannot have made for this participant.</summary>
    public (Value Plaintext, Value.Coins Coins)? Decrypt(Value ciphertext)
    {
        PublicKeyOperations++;
        return Open(ciphertext);
    }

    /// <summary>E_K(M). Null where the message's bytes are not there.</summary>
    public abstract Value? Lock(Value message, Value.Key key);

    /// <summary>The message; null for whatever <see cref="Lock"/> cannot have made with this key, or where the goods are not there.</summary>
    public abstract Value? Unlock(Value goods, Value.Key key);

    /// <summary>Whether the goods that a message speaks of have come. Who signs for goods must have them.</summary>
    public abstract bool Has(Value goods);

    /// <summary>Takes goods that came beside a message, and says what messages call them.</summary>
    public abstract Value Receive(Stream goods);

    /// <summary>Null where the value has no bytes.</summary>
    public abstract Value Hash(Value body);

    protected abstract Bytes Proof(Value body);

    protected abstract bool IsProof(Value.Signature signature);

    protected abstract Value? Seal(Value.Name recipient, Value plaintext, Value.Coins coins);

    protected abstract (Value Plaintext, Value.Coins Coins)? Open(Value ciphertext);
}
