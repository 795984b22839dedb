using FairExchange.Experiments.Queueing;
using FairExchange.Simulation;

namespace FairExchange.Tests.Experiments.Queueing;

public class ServerPoolTests
{
    [Fact]
    public void Two_servers_and_room_for_one_by_hand()
    {
        var pool = new ServerPool(2, 1);

        Assert.Equal(new Served(false, 0, 10), pool.Arrive(0, 10));
        Assert.Equal(new Served(false, 0, 5), pool.Arrive(1, 4));
        // Both busy: the second is free at 5.
        Assert.Equal(new Served(false, 3, 6), pool.Arrive(2, 1));
        Assert.True(pool.Arrive(3, 1).IsDropped);
        // At 5 the third has gone to its server, and its place is free again; that server is free at 6.
        Assert.Equal(new Served(false, 1, 8), pool.Arrive(5, 2));
        Assert.Equal(1, pool.Waiting);
        Assert.Equal(8, pool.NextFree);
    }

    [Fact]
    public void Servers_that_are_down_begin_when_they_are_up_and_end_what_they_have_begun()
    {
        var pool = new ServerPool(1, null, time => time is >= 10 and < 20 ? 20 : time);

        Assert.Equal(new Served(false, 0, 12), pool.Arrive(9, 3));
        Assert.Equal(new Served(false, 9, 21), pool.Arrive(11, 1));
        Assert.Equal(new Served(false, 9, 22), pool.Arrive(12, 1));
        Assert.Equal(0, pool.Waiting);
    }

    [Fact]
    public void No_server_and_less_than_no_room_are_a_misuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServerPool(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServerPool(1, -1));
    }

    /// <summary>Event by event, with a queue of those who wait and a list of those who are served.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    [InlineData(7, 1000)]
    public void Every_wait_is_that_of_a_simulation_event_by_event(int servers, int room)
    {
        var chance = new Chance(5, "pool", $"{servers}", $"{room}");
        var (pool, time) = (new ServerPool(servers, room), 0.0);
        var arrivals = Enumerable.Range(0, 3000)
            .Select(_ => (Time: time += chance.Exponential(1.0 / servers), Service: chance.Exponential(1))).ToList();
        var (waits, queue, served) = (new double?[arrivals.Count], new Queue<int>(), new List<double>());
        for (var i = 0; i < arrivals.Count; i++)
        {
            Pass(arrivals[i].Time);
            if (served.Count < servers)
            {
                Begin(i, arrivals[i].Time);
            }
            else if (queue.Count < room)
            {
                queue.Enqueue(i);
            }
        }

        Pass(double.PositiveInfinity);
        foreach (var (arrival, wait) in arrivals.Zip(waits))
        {
            var found = pool.Arrive(arrival.Time, arrival.Service);
            Assert.Equal(wait is null, found.IsDropped);
            Assert.Equal(wait ?? 0, found.Wait, 9);
        }

        void Pass(double until)
        {
            while (served.Count > 0 && served.Min() <= until)
            {
                var leaves = served.Min();
                served.Remove(leaves);
                if (queue.TryDequeue(out var next))
                {
                    Begin(next, leaves);
                }
            }
        }

        void Begin(int who, double at)
        {
            waits[who] = at - arrivals[who].Time;
            served.Add(at + arrivals[who].Service);
        }
    }
}
