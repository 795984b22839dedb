namespace FairExchange.Experiments.Parameters;

/// <summary>How much of an experiment is run.</summary>
public enum Scale
{
    /// <summary>A coarse grid and few replications: seconds.</summary>
    Quick,

    /// <summary>All of it: minutes.</summary>
    Paper,
}
