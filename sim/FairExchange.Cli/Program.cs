using System.Runtime.InteropServices;
using System.Text;
using FairExchange.Cli;
using FairExchange.Runtime.Files;

// Before anything is opened.
if (StandardStreams.Closed() is { Count: > 0 } closed)
{
    return Surroundings.Refuse(closed);
}

Console.OutputEncoding = new UTF8Encoding(false);
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return CommandLine.Run(args, Surroundings.OfProcess(stop.Token));

void Stop(PosixSignalContext signal)
{
    // A second time ends the process: something may be waiting for a pipe that nobody writes to.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
