using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;

namespace FairExchange.Simulation.Exchanges;

/// <summary>
/// What a trusted party has to do with goods of some size: an exchange from file to file in which Alice falls silent once she has the
/// receipt, and Bob asks the trusted party.
/// </summary>
/// <param name="Goods">Bytes of the goods.</param>
/// <param name="Sealed">Bytes of the goods under their key, which go from Alice to Bob beside the first message.</param>
/// <param name="Request">Bytes that Bob sends to the trusted party.</param>
/// <param name="Answers">Bytes that the trusted party sends, to both.</param>
/// <param name="Operations">The trusted party's public-key operations.</param>
public sealed record BulkResolve(long Goods, long Sealed, long Request, long Answers, long Operations)
{
    /// <summary>Plays it in a temporary folder, with room for the goods four times.</summary>
    /// <param name="protocol">Certified mail of bulk goods.</param>
    /// <param name="principals">In a suite with bytes.</param>
    /// <param name="size">Bytes of goods, generated.</param>
    /// <param name="seed">Of keys and coins in the exchange.</param>
    /// <exception cref="InvalidOperationException">Bob has not got the goods in the end.</exception>
    public static BulkResolve Play(Protocol protocol, Principals principals, long size, ulong seed)
    {
        var folder = Directory.CreateTempSubdirectory("fairexchange-");
        try
        {
            return Play(protocol, principals, size, new SeededCoins(new Chance(seed, protocol.Id, "bulk")), Store("sender"),
                Store("recipient"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        FolderStore Store(string name) => new(folder.CreateSubdirectory(name).FullName);
    }

    private static BulkResolve Play(
        Protocol protocol, Principals principals, long size, SeededCoins coins, FolderStore hers, FolderStore his)
    {
        var (recipient, trusted) = (new Value.Name("Bob"), protocol.TrustedParties.Single());
        var message = hers.Add(new GeneratedStream(size));
        var given = protocol.First.Knows.ToImmutableDictionary(name => name, _ => (Value)recipient).Add(protocol.Subject, message);
        var (_, opening) = Session.Start(
            new Execution(protocol, protocol.First, principals.OperationsOf("Alice", protocol, hers), coins), given);
        var offer = opening.OfType<Effect.Send>().Single().Message;
        var goods = offer.Visible().OfType<Value.Bulk>().Single();
        using (var carried = hers.Read(goods)!)
        {
            his.Receive(carried);
        }

        var (bob, _) = Session.Start(new Execution(protocol, protocol.Second, principals.OperationsOf(recipient.Text, protocol, his),
            coins), ImmutableDictionary<Term.Variable, Value>.Empty);
        (bob, _) = bob.Receive(Wire.Encode(offer));
        (bob, var asking) = bob.TimeOut();
        var request = Wire.Encode(asking.OfType<Effect.Send>().Single().Message);
        var operations = principals.OperationsOf(trusted.Name.Symbol, protocol);
        var answers = new TrustedParty(new Execution(protocol, trusted, operations, coins)).Receive(request).Effects.OfType<Effect.Send>()
            .ToList();
        (bob, _) = bob.Receive(Wire.Encode(answers.Single(answer => answer.To == recipient).Message));
        return bob.Position.Environment[protocol.Subject] == message
            ? new BulkResolve(size, his.Length(goods)!.Value, request.Length,
                answers.Sum(answer => (long)Wire.Encode(answer.Message).Length), operations.PublicKeyOperations)
            : throw new InvalidOperationException("Bob has not got the goods.");
    }
}

/// <summary>Goods of any length that take no room: each byte follows from its place.</summary>
public sealed class GeneratedStream(long length) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - position);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = (byte)(position + i + (position >> 16));
        }

        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
