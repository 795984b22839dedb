using FairExchange.Experiments.Queueing;
using FairExchange.Experiments.Statistics;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Queueing;

/// <summary>
/// The simulated queue against what is known in closed form. A 95 % interval misses one time in twenty; of ten, eight at least must hold
/// the known figure (fewer: one time in eighty).
/// </summary>
public class ClosedFormsTests
{
    private const int Seeds = 10, Held = 8, Replications = 10, Arrivals = 20_000;

    /// <summary>For two servers C = 2ρ² / (1 + ρ); 8 erlangs on 10 servers: published tables.</summary>
    [Theory]
    [InlineData(1, 0.5, 0.5)]
    [InlineData(2, 1.5, 0.642857)]
    [InlineData(10, 8, 0.409180)]
    [InlineData(3, 3, 1)]
    public void Erlang_C_is_as_published(int servers, double load, double waits) =>
        Assert.Equal(waits, ClosedForms.ErlangC(servers, load), 5);

    [Fact]
    public void With_thousands_of_servers_nothing_overflows() => Assert.InRange(ClosedForms.ErlangC(5000, 4900), 0.05, 0.5);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1.5)]
    [InlineData(10, 8)]
    public void MMc_comes_out_as_Erlang_says(int servers, double load)
    {
        var runs = Enumerable.Range(0, Seeds).Select(seed => Runs((ulong)seed, servers, load, chance => chance.Exponential(1))).ToList();

        AssertHeld(runs, run => run.Utilisation, load / servers);
        AssertHeld(runs, run => run.Waiting, ClosedForms.ErlangC(servers, load));
        AssertHeld(runs, run => run.MeanWait, ClosedForms.ErlangC(servers, load) / (servers - load));
    }

    /// <summary>Deterministic, log-normal and, above, exponential service.</summary>
    [Theory]
    [InlineData(0.7, 0)]
    [InlineData(0.5, 1.5)]
    public void MG1_comes_out_as_Pollaczek_and_Khinchine_say(double utilisation, double deviation)
    {
        var service = new LogNormal(1, deviation);
        var runs = Enumerable.Range(0, Seeds).Select(seed => Runs((ulong)seed, 1, utilisation, service.Draw)).ToList();

        AssertHeld(runs, run => run.Utilisation, utilisation);
        AssertHeld(runs, run => run.Waiting, utilisation);
        AssertHeld(runs, run => run.MeanWait, utilisation * (1 + (deviation * deviation)) / (2 * (1 - utilisation)));
    }

    /// <summary>M/M/1 with room for four: (1 - ρ) ρ⁵ / (1 - ρ⁶) of arrivals find five there.</summary>
    [Fact]
    public void Who_finds_no_room_is_as_frequent_as_the_closed_form_says()
    {
        var runs = Enumerable.Range(0, Seeds).Select(seed => Runs((ulong)seed, 1, 0.9, chance => chance.Exponential(1), room: 4)).ToList();

        AssertHeld(runs, run => run.Dropped, 0.1 * Math.Pow(0.9, 5) / (1 - Math.Pow(0.9, 6)));
    }

    [Fact]
    public void The_tail_of_waiting_is_that_of_MM1()
    {
        // P(W > t) = ρ e^-(1 - ρ) t.
        var run = Runs(1, 1, 0.8, chance => chance.Exponential(1));
        var exact = Math.Log(0.8 / 0.01) / 0.2;

        Assert.Equal(exact, ClosedForms.AboutQuantileOfMGc(0.99, 1, 0.8, 1, 1), 9);
        Assert.InRange(run.Average(state => state.P99), 0.9 * exact, 1.1 * exact);
        Assert.Equal(0, ClosedForms.AboutQuantileOfMGc(0.5, 1, 0.3, 1, 1));
    }

    private static List<SteadyState> Runs(ulong seed, int servers, double load, Func<Chance, double> service, int room = int.MaxValue) =>
    [
        .. Enumerable.Range(0, Replications).Select(number =>
        {
            var chance = new Chance(seed, "closed forms", $"{number}");
            var run = new SteadyRun(new ServerPool(servers, room), servers, Arrivals);
            var time = 0.0;
            for (var i = 0; i < Arrivals; i++)
            {
                time += chance.Exponential(1 / load);
                run.Arrive(time, service(chance));
            }

            return run.End();
        }),
    ];

    private static void AssertHeld(List<List<SteadyState>> runs, Func<SteadyState, double> figure, double known) =>
        Assert.InRange(runs.Count(run => Interval.Of([.. run.Select(figure)]).Contains(known)), Held, Seeds);
}
