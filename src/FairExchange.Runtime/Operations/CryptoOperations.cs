using System.Security.Cryptography;
using System.Text;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Operations;

/// <summary>
/// The model's cryptography on values, from one participant's point of view: it signs and decrypts with its own keys only. Counts what it
/// does. Not for several threads at once.
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
        return new Value.Signature(
            new Value.Name(Self ?? throw new InvalidOperationException("An outsider signs nothing.")), body, Proof(body));
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

    /// <summary>
    /// The message; null for whatever <see cref="Lock"/> cannot have made with this key, or where the goods are not there.
    /// </summary>
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

/// <summary>
/// Operations on real bytes. Every signature and encryption is bound to the protocol, by its id and its definition's digest, and to what
/// kind of term it is, and to nothing more: SIG_B(Z) is the same signature in whichever step it is sent, as it is in the model.
/// </summary>
public sealed class SuiteOperations : CryptoOperations
{
    private readonly Suite suite;
    private readonly IKeyDirectory directory;
    private readonly PrivateKeys? keys;
    private readonly byte[] signatureContext;
    private readonly byte[] encryptionContext;
    private readonly byte[] hashContext;
    private readonly byte[] lockContext;
    private readonly IBulkStore store;

    /// <param name="suite">The algorithms.</param>
    /// <param name="protocol">Its id and what its definition means are the domain.</param>
    /// <param name="directory">Whose keys are whose.</param>
    /// <param name="keys">The participant's own; null for an outsider.</param>
    /// <param name="agreement">A digest of what was agreed on beforehand, in ASCII: what is signed and encrypted then holds under that
    /// agreement only.</param>
    /// <param name="store">Where goods lie that travel beside messages; left out, in a memory of this participant's own.</param>
    public SuiteOperations(
        Suite suite, Protocol protocol, IKeyDirectory directory, PrivateKeys? keys, string? agreement = null, IBulkStore? store = null)
    {
        (this.suite, this.directory, this.keys) = (suite, directory, keys);
        signatureContext = Context(protocol, "signature", agreement);
        encryptionContext = Context(protocol, "encryption", agreement);
        hashContext = Context(protocol, "hash", agreement);
        lockContext = Context(protocol, "symmetric encryption", agreement);
        this.store = store ?? new MemoryStore();
    }

    public override string? Self => keys?.Name;

    public override bool Knows(string name) => directory.Find(name) is not null;

    public override Value Hash(Value body) => new Value.Digest(new Bytes(SHA256.HashData([.. hashContext, .. Wire.Encode(body)])));

    public override Value? Lock(Value message, Value.Key key) => store.Seal(message, key, lockContext);

    public override Value? Unlock(Value goods, Value.Key key) => goods is Value.Bulk bulk ? store.TryOpen(bulk, key, lockContext) : null;

    public override bool Has(Value goods) => goods is Value.Bulk bulk && store.Length(bulk) is not null;

    public override Value Receive(Stream goods) => store.Receive(goods);

    protected override Bytes Proof(Value body) => new(keys!.Signing.Sign(signatureContext, Wire.Encode(body)));

    protected override bool IsProof(Value.Signature signature) =>
        directory.Find(signature.Signer.Text) is { } signer
        && signer.Verification.Verify(signatureContext, Wire.Encode(signature.Body), signature.Proof.Span);

    protected override Value? Seal(Value.Name recipient, Value plaintext, Value.Coins coins) =>
        directory.Find(recipient.Text) is { } known
            ? new Value.Ciphertext(new Bytes(suite.Encryption.Encrypt(
                known.Encryption, encryptionContext, Wire.Encode(plaintext), coins.Bytes.Span)))
            : null;

    protected override (Value Plaintext, Value.Coins Coins)? Open(Value ciphertext)
    {
        if (ciphertext is not Value.Ciphertext { Bytes: var bytes } || keys is null
            || !suite.Encryption.TryDecrypt(keys.Decryption, encryptionContext, bytes.Span, out var plaintext, out var coins))
        {
            return null;
        }

        var value = Wire.TryDecode(plaintext);
        // The value is a copy.
        CryptographicOperations.ZeroMemory(plaintext);
        return value is null ? null : (value, new Value.Coins(new Bytes(coins)));
    }

    // The zero bytes end the protocol's id and digest, and the kind, which cannot contain one.
    private static byte[] Context(Protocol protocol, string kind, string? agreement) =>
        Encoding.ASCII.GetBytes($"fair-exchange/2 {protocol.Id} {protocol.Digest}\0{kind}{(agreement is null ? "" : $"\0{agreement}")}");
}

/// <summary>
/// Operations that move terms: nothing is computed, and nobody but the owner of a key does what takes that key, because nobody else has its
/// operations. For speed; a test holds it against the real suites.
/// </summary>
public sealed class SymbolicOperations(string? self) : CryptoOperations
{
    private static readonly Bytes Genuine = new("genuine"u8.ToArray());

    public override string? Self => self;

    /// <summary>Every name has its keys.</summary>
    public override bool Knows(string name) => true;

    public override Value Hash(Value body) => new Value.Committed(body);

    public override Value? Lock(Value message, Value.Key key) => new Value.Locked(message, key);

    public override Value? Unlock(Value goods, Value.Key key) =>
        goods is Value.Locked locked && locked.Under == key ? locked.Plaintext : null;

    public override bool Has(Value goods) => true;

    public override Value Receive(Stream goods) => new Value.Bulk(new Bytes(SHA256.HashData(goods)));

    protected override Bytes Proof(Value body) => Genuine;

    protected override bool IsProof(Value.Signature signature) => signature.Proof == Genuine;

    protected override Value? Seal(Value.Name recipient, Value plaintext, Value.Coins coins) =>
        new Value.Sealed(recipient, plaintext, coins);

    protected override (Value Plaintext, Value.Coins Coins)? Open(Value ciphertext) =>
        ciphertext is Value.Sealed known && known.Recipient.Text == self ? (known.Plaintext, known.Randomness) : null;
}
