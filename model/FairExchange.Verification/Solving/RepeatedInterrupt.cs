namespace FairExchange.Verification.Solving;

/// <summary>
/// From cancellation until disposal, interrupts again and again: Z3 forgets an interrupt that comes before its search
/// has begun. After disposal none is under way.
/// </summary>
internal sealed class RepeatedInterrupt : IDisposable
{
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;

    public RepeatedInterrupt(Action interrupt, CancellationToken cancellation) =>
        _registration = cancellation.Register(() => _timer = new Timer(_ => interrupt(), null, dueTime: 0, period: 10));

    public void Dispose()
    {
        _registration.Dispose();
        if (_timer is not null)
        {
            using ManualResetEvent stopped = new(initialState: false);
            if (_timer.Dispose(stopped))
            {
                stopped.WaitOne();
            }
        }
    }
}
