using System.Collections.Immutable;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;

namespace FairExchange.Experiments.Protocols;

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

/// <summary>What trusted parties do for one exchange, found by letting them do it.</summary>
/// <param name="Steps">Messages and cryptography, in their order.</param>
/// <param name="Requests">Messages received.</param>
/// <param name="Answers">Messages sent.</param>
/// <param name="KeptBytes">What must be kept beyond the answer: all that was read, where a trusted party holds state.</param>
public sealed record TrustedWork(
    ImmutableArray<OperationStep> Steps, int Requests, int Answers, long BytesIn, long BytesOut, long KeptBytes)
{
    /// <summary>Operations with a secret key of the trusted party's own.</summary>
    public int KeyOperations => Count(Operation.Sign) + Count(Operation.Decrypt);

    public int Count(Operation operation) => Steps.Count(step => step.Operation == operation);

    /// <summary>Does once more what trusted parties were asked in a run with bytes, and watches what that takes.</summary>
    public static TrustedWork Of(IEnumerable<TrustedRequest> requests)
    {
        var steps = ImmutableArray.CreateBuilder<OperationStep>();
        var (received, sent, bytesIn, bytesOut, kept) = (0, 0, 0L, 0L, 0L);
        foreach (var (party, bytes, clock) in requests)
        {
            steps.Add(new OperationStep(Operation.Message, bytes.Length));
            var watched = new WatchedOperations(party.Execution.Operations, steps.Add);
            var effects = (party with { Execution = party.Execution.With(watched) }).Receive(bytes, clock).Effects;
            foreach (var send in effects.OfType<Effect.Send>())
            {
                var length = Wire.Encode(send.Message).Length;
                steps.Add(new OperationStep(Operation.Message, length));
                (sent, bytesOut) = (sent + 1, bytesOut + length);
            }

            (received, bytesIn) = (received + 1, bytesIn + bytes.Length);
            kept += party.Role.IsStateless || effects.Any(effect => effect is Effect.Rejected) ? 0 : bytes.Length;
        }

        return new TrustedWork(steps.ToImmutable(), received, sent, bytesIn, bytesOut, kept);
    }

    /// <summary>A trusted party's operations, which tell of each before it is done.</summary>
    private sealed class WatchedOperations(CryptoOperations operations, Action<OperationStep> tell) : CryptoOperations
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
}
