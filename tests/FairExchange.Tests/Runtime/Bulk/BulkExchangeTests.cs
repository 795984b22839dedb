using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using static FairExchange.Model.Catalogue.Symbols;

namespace FairExchange.Tests.Runtime.Bulk;

/// <summary>Certified goods from files to files: the goods go beside the messages, and never to the post office.</summary>
public sealed class BulkExchangeTests : IDisposable
{
    private static readonly World World = World.Of("p256");
    private static readonly Protocol Bound = World.Entry("fair-cem-bulk-bound");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fairexchange-tests-");
    private readonly FolderStore hers;
    private readonly FolderStore his;

    public BulkExchangeTests() =>
        (hers, his) = (
            new FolderStore(folder.CreateSubdirectory("Alice").FullName), new FolderStore(folder.CreateSubdirectory("Bob").FullName));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_resolve_moves_and_costs_the_same_for_a_kilobyte_and_for_64_megabytes()
    {
        var principals = Principals.Of("p256", 1, ["Alice", "Bob", "VPO"]);
        var (small, large) = (BulkResolve.Play(Bound, principals, 1024, 1), BulkResolve.Play(Bound, principals, 64L * 1024 * 1024, 1));

        Assert.Equal(StreamEncryption.SealedLength(64L * 1024 * 1024), large.Sealed);
        Assert.Equal(small with { Goods = 0, Sealed = 0 }, large with { Goods = 0, Sealed = 0 });
        // Bob's signature is verified and Z decrypted, which encrypts again and compares: no more of either than for a mail.
        Assert.Equal(2, large.Operations);
        Assert.InRange(large.Request + large.Answers, 300, 2000);
    }

    [Fact]
    public void The_receipt_convinces_a_judge_who_is_given_the_goods_and_no_other()
    {
        var (alice, _, _) = Exchange(200_000);
        var evidence = Evidence.From(
            Bound, Bound.ItemOf(Bound.First), alice.Holdings, FairExchange.Runtime.Parties.Environment.Empty, Judge(hers)).Single();
        var file = EvidenceFile.TryRead(EvidenceFile.Of(World.Suite, evidence, World.Directory).Write(), World.Entry, out _)!.Evidence;
        var elsewhere = new FolderStore(folder.CreateSubdirectory("judge").FullName);

        Assert.Null(VerifiedEvidence.TryVerify(file, Judge(elsewhere), out var rejection));
        Assert.IsType<Rejection.GoodsMissing>(rejection);

        elsewhere.Receive(hers.Read((Value.Bulk)alice.Position.Environment[E]!)!);
        var verified = VerifiedEvidence.TryVerify(file, Judge(elsewhere), out _);
        Assert.Equal(hers.Add(new GeneratedStream(200_000)), verified!.Facts[M]);
    }

    /// <summary>Were Bob to sign first and get the file later, he might never get it.</summary>
    [Fact]
    public void Bob_signs_for_nothing_that_has_not_come()
    {
        var (alice, started) = Session.Start(As("Alice", Bound.First, hers), Given(hers.Add(new GeneratedStream(1000))));
        var (bob, _) = Session.Start(As("Bob", Bound.Second, his), World.Given(Bound, Bound.Second, World.Mail));
        var a1 = Wire.Encode(started.OfType<Effect.Send>().Single().Message);

        var (refusing, effects) = bob.Receive(a1);
        Assert.IsType<Rejection.GoodsMissing>(Assert.IsType<Effect.Rejected>(Assert.Single(effects)).Reason);

        his.Receive(hers.Read((Value.Bulk)alice.Position.Environment[E]!)!);
        Assert.Contains(refusing.Receive(a1).Effects, effect => effect is Effect.Send { Label: "B1" });
    }

    /// <summary>A2 with another key is refused, whatever it opens; the post office gives the right one.</summary>
    [Fact]
    public void A_sender_who_swaps_the_key_is_resolved_against()
    {
        var (_, bob, a2) = Exchange(1000, upToA2: true);
        var said = (Value.Tuple)a2!.Message;
        var (swapped, effects) = bob.Receive(Wire.Encode(new Value.Tuple([new Value.Key(new Bytes(new byte[32])), said.Items[1]])));

        Assert.IsType<Rejection.DoesNotOpen>(effects.OfType<Effect.Rejected>().Single().Reason);
        Assert.Contains(effects, effect => effect is Effect.Send { Label: "B2" });
        Assert.DoesNotContain(swapped.Holdings.Values, value => value is Value.Filed);
    }

    private (Session Alice, Session Bob, Effect.Send? A2) Exchange(long size, bool upToA2 = false)
    {
        var (alice, first) = Session.Start(As("Alice", Bound.First, hers), Given(hers.Add(new GeneratedStream(size))));
        var (bob, _) = Session.Start(As("Bob", Bound.Second, his), World.Given(Bound, Bound.Second, World.Mail));
        using (var goods = hers.Read((Value.Bulk)alice.Position.Environment[E]!)!)
        {
            his.Receive(goods);
        }

        (bob, var second) = bob.Receive(Wire.Encode(first.OfType<Effect.Send>().Single().Message));
        (alice, var third) = alice.Receive(Wire.Encode(second.OfType<Effect.Send>().Single().Message));
        var a2 = third.OfType<Effect.Send>().Single();
        if (!upToA2)
        {
            (bob, var last) = bob.Receive(Wire.Encode(a2.Message));
            Assert.Contains(last, effect => effect is Effect.Obtained);
        }

        return (alice, bob, a2);
    }

    private static Dictionary<Term.Variable, Value> Given(Value message) => new() { [B] = World.Bob, [M] = message };

    private static Execution As(string name, Role role, IBulkStore store) =>
        new(Bound, role, new SuiteOperations(World.Suite, Bound, World.Directory, World.PrivateKeysOf(name), store: store),
            new SystemCoins());

    private static SuiteOperations Judge(IBulkStore store) => new(World.Suite, Bound, World.Directory, null, store: store);
}
