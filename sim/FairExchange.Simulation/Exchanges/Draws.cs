namespace FairExchange.Simulation.Exchanges;

/// <summary>What one exchange draws from: streams of their own, so that another decision does not shift the coins.</summary>
/// <param name="Moves">What cheaters and channels decide by.</param>
/// <param name="Coins">The coins of encryptions.</param>
/// <param name="Message">Which message the exchange is about.</param>
public sealed record Draws(Chance Moves, Chance Coins, Chance Message)
{
    /// <summary>Those of a campaign's exchange.</summary>
    public static Draws Of(Setting setting, ulong seed, long number)
    {
        var text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // Not the suite: the same seed makes the same decisions on terms and on bytes.
        string[] path = [setting.Protocol.Id, setting.Alice.Name, setting.Bob.Name, setting.Network.Name, text];
        // Common random numbers: exchange 7 is about the same message whatever the protocol and whoever cheats.
        return new Draws(new Chance(seed, [.. path, "chance"]), new Chance(seed, [.. path, "coins"]), new Chance(seed, "message", text));
    }
}
