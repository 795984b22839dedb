using System.Text;
using FairExchange.Cli;

Console.OutputEncoding = new UTF8Encoding(false);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // A second time ends the process: something may be waiting for a pipe that nobody writes to.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return CommandLine.Run(args, Surroundings.OfProcess(stop.Token));
