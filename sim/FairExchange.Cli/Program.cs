return FairExchange.Cli.CommandLine.Run(args);
