using System.Collections.Immutable;

namespace FairExchange.Experiments.Pictures;

/// <summary>The picture of each experiment, by its id.</summary>
public static class AllPictures
{
    public static ImmutableDictionary<string, Picture> ById { get; } = ImmutableDictionary<string, Picture>.Empty
        .Add("E1", CostPictures.BreakEven)
        .Add("E2", LoadPictures.Load)
        .Add("E3", UserPictures.Patience)
        .Add("E4", LoadPictures.Bursts)
        .Add("E5", UserPictures.Outage)
        .Add("E6", CostPictures.Liability)
        .Add("E7", UserPictures.Subscription)
        .Add("E8", LoadPictures.Many)
        .Add("E9", LoadPictures.Year);
}
