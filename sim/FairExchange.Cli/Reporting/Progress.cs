using System.Globalization;

namespace FairExchange.Cli.Reporting;

/// <summary>One line on a terminal's standard error that says how far the work is, how long it has taken and will take, and leaves no trace. It moves on while a single step takes long.</summary>
internal sealed class Progress : IDisposable
{
    private const int LineWidth = 72;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), Telling = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Surroundings around;
    private readonly long total;
    private readonly long began;
    private readonly ITimer? timer;
    private long done;
    private string what;
    private bool isOver;

    /// <param name="what">What is being done, until the first step says it.</param>
    public Progress(Surroundings around, long total, string what = "")
    {
        (this.around, this.total, this.what) = (around, total, what);
        began = around.Clock.GetTimestamp();
        timer = around.ErrorIsTerminal ? around.Clock.CreateTimer(_ => Show(), null, Tick, Tick) : null;
    }

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
            done = Math.Max(done, count);
            this.what = what;
            Show();
        }
    }

    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            isOver = true;
            if (around.ErrorIsTerminal)
            {
                around.Error.Write($"\r{new string(' ', LineWidth)}\r");
            }
        }
    }

    private void Show()
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            var passed = around.Clock.GetElapsedTime(began);
            var left = done == 0 || done >= total ? "" : $", about {Say(passed * ((double)(total - done) / done))} more";
            around.Error.Write($"\r{$"{done} of {total}  {what}{(passed < Telling ? "" : $"  {Say(passed)}{left}")}".PadRight(LineWidth)}");
        }
    }

    private static string Say(TimeSpan time) => time.ToString(time.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}
