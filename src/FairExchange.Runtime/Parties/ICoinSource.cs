using System.Security.Cryptography;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>Where coins, and keys of symmetric encryptions, come from.</summary>
public interface ICoinSource
{
    /// <summary>32 bytes that nobody can guess, never the same twice.</summary>
    Value.Coins Next();
}

/// <summary>The system's random source, for real use.</summary>
public sealed class SystemCoins : ICoinSource
{
    public Value.Coins Next() => new(new Bytes(RandomNumberGenerator.GetBytes(32)));
}
