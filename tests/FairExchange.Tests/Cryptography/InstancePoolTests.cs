using FairExchange.Cryptography;

namespace FairExchange.Tests.Cryptography;

/// <summary>What OpenSSL happens to allow, two threads in one instance, would hide a broken pool from every other test.</summary>
public class InstancePoolTests
{
    private readonly InstancePool<Instance> pool = new(() => new Instance());

    [Fact]
    public void An_instance_is_lent_to_one_borrower_at_a_time_and_used_again()
    {
        Instance first = pool.Take(), second = pool.Take();
        Assert.NotSame(first, second);
        pool.Return(second);
        Assert.Same(second, pool.Take());
    }

    [Fact]
    public void A_closed_pool_lends_nothing_and_disposes_of_what_is_idle_and_of_what_comes_back()
    {
        Instance idle = pool.Take(), lent = pool.Take();
        pool.Return(idle);
        pool.Close();
        Assert.True(idle.Disposed);
        Assert.False(lent.Disposed);
        pool.Return(lent);
        Assert.True(lent.Disposed);
        Assert.Throws<ObjectDisposedException>(pool.Take);
    }

    private sealed class Instance : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
