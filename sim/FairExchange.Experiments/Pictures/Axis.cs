namespace FairExchange.Experiments.Pictures;

/// <summary>An axis of a panel.</summary>
/// <param name="Title">With the unit.</param>
/// <param name="IsLog">Logarithmic; what is not above 0 cannot be drawn on it.</param>
/// <param name="Floor">On a logarithmic axis: what lies below is drawn there, and the title says what that means.</param>
public sealed record Axis(string Title, bool IsLog, double Floor = 0);
