using FairExchange.Model.Language;
using FairExchange.Runtime.Values;

namespace FairExchange.Service;

/// <summary>A message that the trusted party wants sent.</summary>
/// <param name="Number">By which it is reported as sent, and until when it is kept; null for a virtual party's, which keeps none, but where its protocol has a cut-off.</param>
/// <param name="Label">The paper's name of the step.</param>
/// <param name="Message">As <see cref="Wire.Encode"/> writes it.</param>
/// <param name="Assurance">
/// What the channel must give. A letter in person stays on its way until its answer is archived: that is the moment in which it is handed over.
/// </param>
public sealed record Answer(long? Number, string Label, string To, Bytes Message, Assurance Assurance)
{
    public bool IsInPerson => Assurance.HasFlag(Assurance.InPerson);
}
