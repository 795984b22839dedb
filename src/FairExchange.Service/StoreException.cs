namespace FairExchange.Service;

/// <summary>The store cannot be used. The message is one line.</summary>
public class StoreException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>There is no room on the disk, or it cannot be written now: nothing of the transaction has happened, and the store may be used again.</summary>
public sealed class StoreFullException(string message, Exception? cause = null) : StoreException(message, cause);
