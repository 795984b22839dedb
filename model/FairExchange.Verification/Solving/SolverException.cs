namespace FairExchange.Verification.Solving;

/// <summary>A solver refused what it was given; the message is the solver's own.</summary>
public sealed class SolverException(string message) : Exception(message);
