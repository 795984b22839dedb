using System.Collections.Immutable;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Compiling;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Simulation.Compiling;

/// <summary>
/// Is the table the protocol? Its endings are played again on bytes, its shares are held against exchanges played one by one and against
/// shares worked out by hand.
/// </summary>
public class StateTableTests
{
    // Bob asks twice here, and a random one has more courses than a table holds.
    private static readonly string[] TooMany = ["fair-cem-cutoff-crashing", "fair-cem-cutoff-forgetful"];

    public static TheoryData<string, string, string> Randomly
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var entry in Entries.All)
            {
                data.Add(entry.Id, "random", "honest");
                if (!TooMany.Contains(entry.Id))
                {
                    data.Add(entry.Id, "honest", "random");
                }
            }

            return data;
        }
    }

    /// <summary>
    /// Bob's receipt, the only thing that he sends: not sent 2/12, made for another message or by the accomplice 2/12, else it comes, once,
    /// twice or late.
    /// </summary>
    [Fact]
    public void A_random_Bob_of_honest_cem_cheats_Alice_in_a_third_of_exchanges()
    {
        var table = Compiled(HonestCem.Protocol, "honest", "random");

        Assert.Equal(1 / 3.0, Share(table, Result.UnfairToAlice), 1e-12);
        Assert.Equal(2 / 3.0, Share(table, Result.Both), 1e-12);
    }

    /// <summary>
    /// Each of the two messages is lost with 3/10; Alice lacks the receipt where the second is, and that only where the first is not.
    /// </summary>
    [Fact]
    public void Loss_takes_the_share_of_honest_exchanges_that_arithmetic_says()
    {
        var table = Compiled(HonestCem.Protocol, "honest", "honest", "loss");

        Assert.Equal(0.7 * 0.7, Share(table, Result.Both), 1e-12);
        Assert.Equal(0.7 * 0.3, Share(table, Result.UnfairToAlice), 1e-12);
        Assert.Equal(0.3, Share(table, Result.Neither), 1e-12);
    }

    [Theory]
    [InlineData("random", "honest")]
    [InlineData("honest", "random")]
    public void Every_ending_comes_out_alike_on_real_bytes(string alice, string bob)
    {
        var real = Player(FairCem.Protocol, alice, bob, "reliable", "p256");
        var table = Compiled(FairCem.Protocol, alice, bob);

        Assert.True(table.Endings.Length > 10);
        Assert.All(table.Endings, ending =>
        {
            var played = real.Play(ScriptedChance.Draws(ending.Way, out _), null).Played;
            Assert.Equal((ending.Played.Result, ending.Played.Signature), (played.Result, played.Signature));
            Assert.Equal(
                (ending.Played.Meter.Messages, ending.Played.Meter.Trusted.Requests),
                (played.Meter.Messages, played.Meter.Trusted.Requests));
        });
    }

    [Theory]
    [MemberData(nameof(Randomly))]
    public void Whatever_exchanges_played_one_by_one_come_to_is_an_ending(string id, string alice, string bob)
    {
        var protocol = Entries.All.Single(entry => entry.Id == id);
        var table = Compiled(protocol, alice, bob);
        var player = Player(protocol, alice, bob, "reliable", "symbolic");

        var known = table.Endings.Select(ending => (ending.Played.Result, ending.Played.Signature)).ToHashSet();
        Assert.All(Enumerable.Range(0, 50).Select(number => player.Play(number).Played),
            played => Assert.Contains((played.Result, played.Signature), known));
        Assert.Equal(1, table.Probabilities.Sum(), 1e-9);
    }

    [Fact]
    public void More_courses_than_a_table_holds_are_refused() => Assert.All(
        TooMany, id => Assert.Throws<NotCompilableException>(() =>
            Compiled(Entries.All.Single(entry => entry.Id == id), "honest", "random")));

    [Fact]
    public void Shares_are_those_of_exchanges_played_one_by_one()
    {
        const int Count = 4_000;
        var table = Compiled(FairCem.Protocol, "random", "honest");
        var player = Player(FairCem.Protocol, "random", "honest", "reliable", "symbolic");
        var seen = Enumerable.Range(0, Count).Select(number => player.Play(number).Played.Result).CountBy(result => result).ToDictionary();

        Assert.All(new[] { Result.Both, Result.Neither, Result.UnfairToBob },
            result => Near(Share(table, result), seen.GetValueOrDefault(result), Count));
    }

    [Fact]
    public void The_walk_reaches_each_ending_as_often_as_is_likely()
    {
        const int Count = 3_000_000;
        var table = Compiled(FairCem.Protocol, "random", "random");
        var counts = new long[table.Endings.Length];
        table.Play(new Chance(5, "walk"), Count, counts);

        Assert.Equal(Count, counts.Sum());
        Assert.All(counts.Zip(table.Probabilities), pair => Near(pair.Second, pair.First, Count));
    }

    /// <summary>More than one block, so that threads have something to share.</summary>
    [Fact]
    public void Threads_change_nothing()
    {
        var rows = new[] { 1, 3 }.Select(threads => Play(threads, 2_500_000)).ToList();

        Assert.Equal(2_500_000, rows[0].Exchanges);
        Assert.All(Enum.GetValues<Result>(), result => Assert.Equal(rows[0][result], rows[1][result]));
        Assert.Equal(rows[0].Sum, rows[1].Sum);
        Assert.NotEqual(Play(1, 2_500_000, seed: Runs.Seed + 1)[Result.Both], rows[0][Result.Both]);
    }

    [Fact]
    public void A_violated_proof_is_reported()
    {
        var lies = new VerdictBook([new(new(FairCem.Protocol, Property.Fairness, Symbols.B, 1), new Verdict.Proved(1, 1), TimeSpan.Zero)]);

        Assert.Contains(
            Play(1, 1000, book: lies).Contradictions, contradiction => contradiction.What.Contains("is proved and this run violates it"));
        Assert.Empty(Play(1, 1000).Contradictions);
    }

    [Theory]
    [InlineData("delay", "continuum")]
    [InlineData("reorder", "20000 values")]
    public void Channels_where_times_decide_are_refused(string channel, string why) =>
        Assert.Contains(why, Assert.Throws<NotCompilableException>(() => Compiled(FairCem.Protocol, "honest", "honest", channel)).Message);

    private static RowResult Play(int threads, long exchanges, ulong seed = Runs.Seed, VerdictBook? book = null) => CompiledCampaign.Play(
        new CampaignPlan(
            [new Matchup(FairCem.Protocol, "random", "honest", Runs.Reliable, Matchup.Compiled)], exchanges, seed, Runs.Messages, threads),
        book ?? Runs.Book,
        () => new Z3Solver(),
        null,
        CancellationToken.None).Single();

    private static MatchupRunner Player(Protocol protocol, string alice, string bob, string channel, string suite) =>
        new(new Matchup(protocol, alice, bob, Runs.Channel(channel), suite), Runs.Seed, Runs.Messages, Runs.Book);

    private static StateTable Compiled(Protocol protocol, string alice, string bob, string channel = "reliable")
    {
        var player = Player(protocol, alice, bob, channel, Matchup.Compiled);
        return Compiler.Compile(draws => player.Play(draws, null));
    }

    private static double Share(StateTable table, Result result) =>
        table.Endings.Zip(table.Probabilities).Where(pair => pair.First.Played.Result == result).Sum(pair => pair.Second);

    /// <summary>Within five standard deviations of the binomial.</summary>
    private static void Near(double probability, long seen, long of) =>
        Assert.InRange(seen, (of * probability) - (5 * Math.Sqrt(of * probability * (1 - probability))) - 1, (of * probability)
            + (5 * Math.Sqrt(of * probability * (1 - probability))) + 1);
}
