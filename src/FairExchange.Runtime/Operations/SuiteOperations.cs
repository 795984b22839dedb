using System.Security.Cryptography;
using System.Text;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Operations;

/// <summary>
/// Operations on real bytes. Every signature and encryption is bound to the protocol, by its id and its definition's digest, and to what kind of term it is, and to nothing more:
/// SIG_B(Z) is the same signature in whichever step it is sent, as it is in the model.
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
    /// <param name="agreement">A digest of what was agreed on beforehand, in ASCII: what is signed and encrypted then holds under that agreement only.</param>
    /// <param name="store">Where goods lie that travel beside messages; left out, in a memory of this participant's own.</param>
    public SuiteOperations(Suite suite, Protocol protocol, IKeyDirectory directory, PrivateKeys? keys, string? agreement = null, IBulkStore? store = null)
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
            ? new Value.Ciphertext(new Bytes(suite.Encryption.Encrypt(known.Encryption, encryptionContext, Wire.Encode(plaintext), coins.Bytes.Span)))
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
