namespace FairExchange.Verification.Solving;

/// <summary>No native Z3 anywhere; the message is one line that says how to get it.</summary>
public sealed class Z3NotFoundException(string message) : Exception(message);
