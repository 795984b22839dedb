namespace FairExchange.Service;

/// <summary>The store cannot be used. The message is one line.</summary>
public sealed class StoreException(string message, Exception? cause = null) : Exception(message, cause);
