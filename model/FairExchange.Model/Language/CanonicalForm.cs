using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FairExchange.Model.Language;

/// <summary>
/// A definition as one text: equal for definitions that mean the same to those who run them, different for any others. Roles, channels,
/// what is exchanged about, steps, terms, items with what the judge says of them, margins and subscribers are in it; id, title, section,
/// remark, expectations and the like are not. Each part is <c>(tag part part ...)</c>, each word is written with its length before it, so
/// that no two definitions run together; the order is the definition's own, but for channels, whose order means nothing.
/// </summary>
internal sealed class CanonicalForm
{
    private readonly StringBuilder text = new();

    /// <summary>SHA-256 of it in UTF-8, in lower-case hexadecimal.</summary>
    public static string DigestOf(Protocol protocol) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(protocol))));

    public static string Of(Protocol protocol)
    {
        var form = new CanonicalForm();
        form.Write(protocol);
        return form.text.ToString();
    }

    private void Write(Protocol protocol) => Part("protocol", () =>
    {
        Write(protocol.Subject);
        foreach (var channel in protocol.Channels.OrderBy(channel => channel.From.Symbol, StringComparer.Ordinal)
            .ThenBy(channel => channel.To.Symbol, StringComparer.Ordinal))
        {
            Part("channel", () =>
            {
                Write(channel.From);
                Write(channel.To);
                Number((int)channel.Assurance);
            });
        }

        foreach (var party in protocol.Parties)
        {
            Part("party", () =>
            {
                Write(party.Name);
                Part("knows", () => Each(party.Knows));
                Write(party.Script);
            });
        }

        foreach (var trusted in protocol.TrustedParties)
        {
            Part("trusted", () =>
            {
                Write(trusted.Name);
                if (trusted.Subscribers is { } subscribers)
                {
                    Part("subscribers", () => Each(subscribers));
                }

                foreach (var handler in trusted.Handlers)
                {
                    Write(handler);
                }
            });
        }

        foreach (var item in protocol.Items)
        {
            Write(item);
        }
    });

    private void Write(Item item) => Part("item", () =>
    {
        Write(item.Holder);
        Word(item.Name);
        Each(item.Forms);
        if (item.Shows is { } shows)
        {
            Part("shows", () =>
            {
                Word(shows.Format);
                foreach (var argument in shows.GetArguments())
                {
                    Word(argument is Term.Variable variable
                        ? $"{variable.Symbol} {variable.Sort}" : string.Create(CultureInfo.InvariantCulture, $"{argument}"));
                }
            });
        }
    });

    private void Write(Script script) => Part("script", () =>
    {
        foreach (var step in script.Steps)
        {
            Write(step);
        }
    });

    private void Write(Step step)
    {
        switch (step)
        {
            case Step.Fresh fresh:
                Part("fresh", () => Each(fresh.Variables));
                break;
            case Step.Let let:
                Part("let", () => Each([let.Variable, let.Value]));
                break;
            case Step.Send send:
                Part("send", () =>
                {
                    Word(send.Label);
                    Each([send.To, send.Message]);
                });
                break;
            case Step.Receive receive:
                Part("receive", () => Write(receive));
                break;
            case Step.Check check:
                Part("check", () =>
                {
                    Write(check.Match);
                    Write(check.Then);
                    Write(check.Otherwise);
                });
                break;
            case Step.Register register:
                Part("register", () =>
                {
                    Each([register.Key, register.Value]);
                    Write(register.Then);
                    foreach (var other in register.Others)
                    {
                        Part("stands", () =>
                        {
                            Write(other.Pattern);
                            Write(other.Then);
                        });
                    }
                });
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Write(Step.Receive receive)
    {
        foreach (var alternative in receive.Alternatives)
        {
            Part("on", () =>
            {
                Word(alternative.Label);
                Write(alternative.Pattern);
                foreach (var check in alternative.Checks)
                {
                    Write(check);
                }

                if (alternative.Before is { } before)
                {
                    Write("before", before);
                }

                Write(alternative.Then);
            });
        }

        if (receive.Alarm is { } alarm)
        {
            Write(alarm.IsPatient ? "until" : "at-latest", alarm.Deadline);
        }

        if (receive.Otherwise is { } otherwise)
        {
            Part("otherwise", () => Write(otherwise));
        }
    }

    private void Write(Match match) => Part("match", () => Each([match.Subject, match.Pattern]));

    private void Write(string tag, Deadline deadline) => Part(tag, () =>
    {
        Write(deadline.Time);
        Number(deadline.Sign);
        if (deadline.Margin is { } margin)
        {
            Word(margin.Name);
            Number(margin.Skews);
            Number(margin.Delays);
        }
    });

    private void Write(Term term)
    {
        switch (term)
        {
            case Term.Variable variable:
                Part("variable", () =>
                {
                    Word(variable.Symbol);
                    Word($"{variable.Sort}");
                });
                break;
            case Term.Constant constant:
                Part("constant", () =>
                {
                    Word(constant.Symbol);
                    Word($"{constant.Sort}");
                });
                break;
            case Term.Tag tag:
                Part("word", () => Word(tag.Word));
                break;
            default:
                Part(KindOf(term), () => Each(term.Parts()));
                break;
        }
    }

    private static string KindOf(Term term) => term switch
    {
        Term.Tuple => "tuple",
        Term.Parties => "parties",
        Term.Signature => "signature",
        Term.Encryption => "encryption",
        Term.SymmetricEncryption => "symmetric",
        Term.Hash => "hash",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private void Each(IEnumerable<Term> terms)
    {
        foreach (var term in terms)
        {
            Write(term);
        }
    }

    private void Part(string tag, Action content)
    {
        text.Append('(').Append(tag);
        content();
        text.Append(')');
    }

    private void Word(string word) => text.Append(CultureInfo.InvariantCulture, $" {word.Length}:{word}");

    private void Number(int number) => text.Append(CultureInfo.InvariantCulture, $" {number}");
}
