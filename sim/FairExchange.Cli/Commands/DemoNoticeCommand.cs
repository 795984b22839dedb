using System.CommandLine;
using System.Text;
using FairExchange.Applications.Uses;
using FairExchange.Cli.Demos;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Cli.Commands;

/// <summary><c>demo notice</c>: informing others "in a manner that prove their having complied with their obligations".</summary>
internal sealed class DemoNoticeCommand : DemoSubcommand
{
    private const long HourMs = 3_600_000;
    private const int LastYear = 9998;

    private readonly Option<string?> due = CommandOptions.Text("--due", "TIME",
        "By when it must be served, as in 2026-01-31T12:00:00Z; noon 16 days after the beginning if left out.");

    private readonly Option<string?> subject = CommandOptions.Text("--subject", "TEXT", "What it is about, in a line.");

    private readonly Option<string?> text = CommandOptions.Text("--text", "FILE", "A file with the notice itself, in UTF-8.");

    public DemoNoticeCommand(CommandContext context)
        : base(
            context,
            "notice",
            "A notice that must be served before a deadline, by certified mail with a cut-off time: in time, too late, and not at all.",
            "nobody",
            "demo notice",
            "demo notice --due 2026-01-20T12:00:00Z --stops recipient --out served")
    {
        Takes(due, subject, text);
    }

    protected override Protocol Protocol => FairCemCutoffNamed.Protocol;

    protected override string Transaction => Applications.Certificates.Transaction.Notice;

    protected override void Play(DemoReport report, UseParties parties, Conduct conduct, DateTimeOffset begin, ParseResult parsed)
    {
        var (sender, recipient, margins) = (parties.Sender, parties.Recipient, Margins.Usual(Protocol));
        var deadline = parsed.GetValue(due) is { } word
            ? CertificateFiles.ReadTime("--due", word) : new DateTimeOffset(begin.UtcDateTime.Date.AddDays(16).AddHours(12), TimeSpan.Zero);
        var (by, wait) = (new Value.Time(deadline.ToUnixTimeMilliseconds()), margins[FairCemCutoff.Wait]);
        if (deadline.Year > LastYear)
        {
            throw new UserError($"--due is {by}: a time up to {LastYear} is wanted");
        }

        if (begin.ToUnixTimeMilliseconds() + HourMs > by.Ms - wait - margins[FairCemCutoff.Sign])
        {
            throw new UserError($"--due is {by}: that is too soon after {new Value.Time(begin.ToUnixTimeMilliseconds())} for a cut-off "
                + "time before it; at least "
                + $"{(wait + margins[FairCemCutoff.Sign] + HourMs) / 60_000} minutes are wanted");
        }

        var notice = Fitting(
            new Notice(sender, recipient, by, parsed.GetValue(subject) ?? "Your option on lot 7 ends on 31 March", ReadText(parsed)),
            $"--subject and --text: 1 to 255 bytes on one line and at most {Notice.LongestText} bytes of UTF-8 are wanted");
        var cutOff = new Value.Time(notice.Due.Ms - wait);
        report.Say($"{sender} must serve {notice} on {recipient}: {notice.Encode().Length} bytes.");
        report.Say($"It goes by {parties.Protocol} with T = {cutOff}, {wait / 60_000} minutes (two clock skews, one delay) before it is "
            + "due:");
        var served = UseRun.Of(parties, notice, conduct, begin.ToUnixTimeMilliseconds(), cutOff);
        report.Tell(served);
        report.Say("");
        report.Say($"Later {recipient} says \"I never got it\", or \"it came too late\". The receipt has T twice, inside Z and in what "
            + $"{recipient} signed.");
        report.Show(sender, "served.evidence", served.ReceiptOf(sender)!);

        var afterwards = new Value.Time(notice.Due.Ms + (24 * HourMs));
        report.Say("");
        report.Say($"Had {sender} begun an hour before it was due, T would be {afterwards}, and {recipient} would sign that:");
        var late = UseRun.Of(parties, notice, Conduct.Honest, notice.Due.Ms - HourMs, afterwards);
        report.Tell(late);
        var evidence = late.ReceiptOf(sender)!;
        report.Show(sender, "late.evidence", evidence);
        report.Say($"And if {sender} puts the earlier T beside {recipient}'s signature?");
        report.Show(sender, "backdated.evidence", evidence.With(cutOff));

        report.Say("");
        report.Say($"And if {recipient} does not want to know? Fairness serves nobody against his will: neither gets anything, and soon "
            + $"after T {sender} knows that it takes another way.");
        report.Tell(UseRun.Of(parties, notice, Conduct.RecipientIsSilent, begin.ToUnixTimeMilliseconds(), cutOff));
    }

    private string ReadText(ParseResult parsed)
    {
        if (parsed.GetValue(text) is not { } path)
        {
            return "The option that you hold on lot 7 can be exercised until 31 March. After that day it is void.\n";
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(WholeFile.Read(path, Notice.LongestText));
        }
        catch (ArgumentException)
        {
            throw new UserError($"{path} is not text in UTF-8");
        }
    }
}
