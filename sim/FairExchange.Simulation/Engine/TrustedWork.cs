using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Engine;

/// <summary>What a trusted party's work consists of; each is timed by the number of bytes that it works on.</summary>
public enum Operation
{
    /// <summary>A message, taken in or sent out.</summary>
    Message,

    Sign,

    Verify,

    Encrypt,

    Decrypt,

    Hash,

    /// <summary>Symmetric encryption.</summary>
    Lock,

    /// <summary>Symmetric decryption.</summary>
    Unlock,
}

/// <summary>An operation and the length of what it works on.</summary>
public readonly record struct OperationStep(Operation Operation, long Bytes);

/// <summary>What trusted parties do, in one exchange or in many, counted while they do it.</summary>
public sealed record TrustedWork
{
    private readonly Dictionary<OperationStep, long> steps = [];

    /// <summary>Messages received.</summary>
    public long Requests { get; set; }

    /// <summary>Messages sent.</summary>
    public long Answers { get; set; }

    public long BytesIn { get; set; }

    public long BytesOut { get; set; }

    /// <summary>Signing, verifying, encrypting and decrypting count one each, in every suite.</summary>
    public long PublicKeyOperations { get; set; }

    /// <summary>
    /// Bytes that must be kept as proof of what was done: all that was read and taken by a party that holds state; none where it is
    /// stateless.
    /// </summary>
    public long KeptBytes { get; set; }

    /// <summary>Messages and cryptography, each with how often it was done; in the symbolic suite none.</summary>
    public IReadOnlyDictionary<OperationStep, long> Steps => steps;

    /// <summary>Received and sent.</summary>
    public long Bytes => BytesIn + BytesOut;

    /// <summary>Operations with a secret key of the trusted party's own.</summary>
    public long KeyOperations => Count(Operation.Sign) + Count(Operation.Decrypt);

    public long Count(Operation operation) => steps.Where(step => step.Key.Operation == operation).Sum(step => step.Value);

    public void Took(OperationStep step, long times = 1) => steps[step] = steps.GetValueOrDefault(step) + times;

    /// <summary>A message has reached a trusted party and is worked on.</summary>
    /// <param name="isKept">It was taken by a party that holds state.</param>
    public void Requested(int bytes, long publicKeyOperations, bool isKept)
    {
        Requests++;
        BytesIn += bytes;
        PublicKeyOperations += publicKeyOperations;
        KeptBytes += isKept ? bytes : 0;
    }

    /// <summary>A message leaves a trusted party.</summary>
    /// <param name="bytes">0 in the symbolic suite.</param>
    public void Answered(int bytes)
    {
        Answers++;
        BytesOut += bytes;
        if (bytes > 0)
        {
            Took(new OperationStep(Operation.Message, bytes));
        }
    }

    public void Add(TrustedWork other, long times)
    {
        Requests += times * other.Requests;
        Answers += times * other.Answers;
        BytesIn += times * other.BytesIn;
        BytesOut += times * other.BytesOut;
        PublicKeyOperations += times * other.PublicKeyOperations;
        KeptBytes += times * other.KeptBytes;
        foreach (var (step, count) in other.steps)
        {
            Took(step, times * count);
        }
    }

    public bool Equals(TrustedWork? other) =>
        other is not null && Counts == other.Counts && steps.Count == other.steps.Count
            && steps.All(step => other.steps.GetValueOrDefault(step.Key) == step.Value);

    public override int GetHashCode() => Counts.GetHashCode();

    private (long, long, long, long, long, long) Counts => (Requests, Answers, BytesIn, BytesOut, PublicKeyOperations, KeptBytes);

    public void Clear()
    {
        (Requests, Answers, BytesIn, BytesOut, PublicKeyOperations, KeptBytes) = (0, 0, 0, 0, 0, 0);
        steps.Clear();
    }
}

/// <summary>A trusted party's operations, which tell of each before it is done.</summary>
internal sealed class WatchedOperations(CryptoOperations operations, Action<OperationStep> tell) : CryptoOperations
{
    public override string? Self => operations.Self;

    public override bool Knows(string name) => operations.Knows(name);

    public override Value Hash(Value body)
    {
        Tell(Operation.Hash, body);
        return operations.Hash(body);
    }

    public override Value? Lock(Value message, Value.Key key)
    {
        Tell(Operation.Lock, message);
        return operations.Lock(message, key);
    }

    public override Value? Unlock(Value goods, Value.Key key)
    {
        var message = operations.Unlock(goods, key);
        Tell(Operation.Unlock, message ?? goods);
        return message;
    }

    public override bool Has(Value goods) => operations.Has(goods);

    public override Value Receive(Stream goods) => operations.Receive(goods);

    protected override Bytes Proof(Value body)
    {
        Tell(Operation.Sign, body);
        return operations.Sign(body).Proof;
    }

    protected override bool IsProof(Value.Signature signature)
    {
        Tell(Operation.Verify, signature.Body);
        return operations.Verify(signature);
    }

    protected override Value? Seal(Value.Name recipient, Value plaintext, Value.Coins coins)
    {
        Tell(Operation.Encrypt, plaintext);
        return operations.Encrypt(recipient, plaintext, coins);
    }

    protected override (Value Plaintext, Value.Coins Coins)? Open(Value ciphertext)
    {
        var opened = operations.Decrypt(ciphertext);
        Tell(Operation.Decrypt, opened?.Plaintext ?? ciphertext);
        return opened;
    }

    private void Tell(Operation operation, Value on) => tell(new OperationStep(operation, Wire.Encode(on).Length));
}
