namespace FairExchange.Cli;

/// <summary>Something that whoever typed the command can put right. The message is one line: what is wrong, where, and what to do.</summary>
internal sealed class UserError(string line) : Exception(line);
