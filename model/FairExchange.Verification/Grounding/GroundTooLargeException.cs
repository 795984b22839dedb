namespace FairExchange.Verification.Grounding;

/// <summary>A protocol has too many events to search in the world that is asked about; the message says how many are too many.</summary>
public sealed class GroundTooLargeException(string message) : Exception(message);
