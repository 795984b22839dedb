using FairExchange.Model.Language;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>What a party wants done by whoever runs it.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <param name="Label">The paper's name of the step.</param>
    /// <param name="To">To whom.</param>
    /// <param name="Term">What the definition calls it.</param>
    /// <param name="Message">What is to be sent, as <see cref="Wire.Encode"/> writes it.</param>
    /// <param name="Assurance">What the protocol assumes of the channel.</param>
    public sealed record Send(string Label, Value.Name To, Term Term, Value Message, Assurance Assurance) : Effect;

    /// <summary>Call <see cref="Session.TimeOut"/> when patience is over, unless the session has moved on by then.</summary>
    /// <param name="Alarm">And call it at this time on the own clock at the latest; patience is not asked where it is that or nothing. Null: patience alone decides.</param>
    public sealed record SetTimer(string Awaiting, Alert? Alarm = null) : Effect;

    /// <summary>The party's item is complete.</summary>
    public sealed record Obtained(Item Item) : Effect;

    /// <summary>The script is at its end.</summary>
    public sealed record Finished : Effect;

    /// <summary>What came was not taken.</summary>
    public sealed record Rejected(Rejection Reason) : Effect;
}
