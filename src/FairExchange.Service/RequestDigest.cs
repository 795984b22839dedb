using System.Security.Cryptography;
using FairExchange.Runtime.Values;

namespace FairExchange.Service;

/// <summary>
/// A request's SHA-256 digest, by which the ledger knows it again. Signatures count by signer and body, as everywhere in the model: a request that is signed once
/// more, with other bytes, is the same request and is charged once.
/// </summary>
public static class RequestDigest
{
    private static readonly byte[] Context = "fair-exchange/1 ledger\0"u8.ToArray();

    public static Bytes Of(Value request) => new(SHA256.HashData([.. Context, .. Wire.Encode(WithoutProofs(request))]));

    private static Value WithoutProofs(Value value) => value switch
    {
        Value.Signature signature => new Value.Signature(signature.Signer, WithoutProofs(signature.Body), default),
        Value.Tuple tuple => new Value.Tuple([.. tuple.Items.Select(WithoutProofs)]),
        _ => value,
    };
}
