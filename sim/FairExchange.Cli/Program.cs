using System.Text;
using FairExchange.Cli;

Console.OutputEncoding = new UTF8Encoding(false);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return CommandLine.Run(args, Surroundings.OfProcess(stop.Token));
