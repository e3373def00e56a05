namespace EmoMusic.ComposeMusic;

/// <summary>Slow, soft, minor, legato.</summary>
internal static class SadScores
{
    public static IReadOnlyList<Track> Tracks { get; } =
    [
        new("sad", "Letters Never Sent", "Piano Ballad", 66, "Am", "2i2 8A3 8B4 2o2")
        {
            Ritard = 0.3,
            A = new("i bVImaj7 bIII bVII i bVImaj7 iv,V7 i",
                "5h 4q 3q 3q. 2e 1h", "5h 1'q 7q 7q. 6e 5h", "6q 4q 3q #7,q 1h. rq"),
            B = new("bVImaj7 bVII bIII i iv i iv,V7 i",
                "1'h 7q 6q 7h. 5q", "5h 6q 7q 1'h. 5q", "4'q 3'q 2'q #7q 1'h. rq"),
            Parts =
            [
                Lead(Piano, 5, volume: 106, pan: 70, reverb: 70),
                Comp(Piano, "....2...3.......", octave: 3, volume: 78, pan: 56, rings: true, reverb: 65),
                Bass(Piano, "1---------------", volume: 92, pan: 46, reverb: 50),
                Comp(SlowStrings, "x---------------", octave: 4, volume: 60, pan: 44, from: 4, reverb: 90),
                Lead(Violin, 5, volume: 58, pan: 88, from: 4, @in: "B", reverb: 90),
                Counter(Cello, 3, volume: 88, pan: 36, from: 4),
            ],
        },
        new("sad", "Rain on the Allotment", "Folk", 76, "Dm", "4i3 8A4 8B6 4d3 4o3")
        {
            Beats = 3,
            Ritard = 0.25,
            A = new("i i bVI i iv i V7 i",
                "5q 3q 4q 5h 1q", "6q 5q 4q 5h 3q", "4q 3q 2q 1h."),
            B = new("i bVII iv i bVI iv iv,V7 i",
                "5q. 6e 7q 7h 4q", "6q. 5e 4q 5h 3q", "4e 5e 6q #7,q 1h."),
            Parts =
            [
                Comp(NylonGuitar, "1-2-3-4-3-2- 1-3-2-4-3-2-", octave: 3, volume: 100, pan: 50, rings: true),
                Bass(UprightBass, "1-------5---", volume: 84, from: 4),
                Lead(Harmonica, 5, volume: 98, pan: 72, @in: "Ao", reverb: 80),
                Lead(Violin, 5, volume: 74, pan: 40, @in: "B", reverb: 80),
                Lead(EnglishHorn, 4, volume: 78, pan: 80, @in: "d"),
                Lead(Harmonica, 4, volume: 56, pan: 84, from: 6, shift: -2, @in: "B"),
                Counter(Cello, 3, volume: 92, pan: 94, from: 4),
                Comp(SlowStrings, "x-----------", octave: 4, volume: 58, from: 6),
            ],
            Drums = ["Shaker 4-9 ....o...o..."],
        },
        new("sad", "Last Tram Home", "Slow Blues", 58, "Cm", "2i3 8A5 4B6 2o4")
        {
            Artist = "EmoMusic Big Band",
            Steps = 3,
            Ritard = 0.25,
            A = new("i7 iv7 i7 i7 iv7 i7 bVI7,V7 i7",
                "5d 7t 1'd 7t 5q 3q 4d 5t 4d 3t 1h", "1d 3t 4d b5t 5h b5d 4t 3d 1t rh",
                "6d 5t 3d 1t 2d 4t #7,q 1h. rq"),
            B = new("iv7 iv7 i7 i7 bVI7 bVI7 bVI7,V7 i7",
                "1'd 2't 1'd 7t 6h 5d 6t 5d 4t 3h", "5q 4q 3h 1d 3t 4d b5t 4h", "6d 5t 3d 1t 2d 4t #7,q 1h. rq"),
            Parts =
            [
                Bass(UprightBass, "1-----5----a 1--3--5----a", volume: 108),
                Comp(Rhodes, "x--..x---..o", octave: 4, volume: 72, pan: 44, reverb: 60),
                Lead(TenorSax, 4, volume: 100, pan: 68, reverb: 85),
                Comp(JazzGuitar, "...x.....x..", octave: 4, volume: 62, pan: 96, from: 5),
                Counter(SlowStrings, 4, volume: 86, pan: 30, from: 6),
            ],
            Kit = 40,
            DrumVolume = 124,
            Drums =
            [
                "Ride 3-9 x..x.ox..x.o", "Snare 4-9 ...x.....x..", "Kick 4-9 o.....o.....",
                "PedalHat 3-9 ...o.....o..",
            ],
        },
    ];
}
