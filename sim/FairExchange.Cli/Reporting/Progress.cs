namespace FairExchange.Cli.Reporting;

/// <summary>One line on a terminal's standard error that says how far the work is, and leaves no trace.</summary>
internal sealed class Progress(Surroundings around, long total) : IDisposable
{
    private const int LineWidth = 60;

    private readonly Lock gate = new();
    private long done;

    /// <summary>One more is done. Called on any thread.</summary>
    public void Step(string what) => Reach(Interlocked.Increment(ref done), what);

    /// <summary>So many are done. Called on any thread.</summary>
    public void Reach(long count, string what)
    {
        if (!around.ErrorIsTerminal)
        {
            return;
        }

        lock (gate)
        {
            around.Error.Write($"\r{$"{count} of {total}  {what}".PadRight(LineWidth)}");
        }
    }

    public void Dispose()
    {
        if (around.ErrorIsTerminal)
        {
            around.Error.Write($"\r{new string(' ', LineWidth)}\r");
        }
    }
}
