namespace FairExchange.Simulation.Compiling;

/// <summary>The courses of an exchange cannot be counted, or are too many. The message says why.</summary>
public sealed class NotCompilableException(string message) : Exception(message);
