//! One document while it is being read: its trees, its cast, who "we" are.

use jiff::civil::Date;
use rapporteur_record::{ActorKind, Genre, MentionType, Span};
use rapporteur_text::Document;
use rapporteur_world::{AliasKind, EntityId, Kind, World};

use crate::cast::{ActorRef, Cast, Member, name_words};
use crate::lexicon::Lexicon;
use crate::names::{Name, Named, Title, names_in};
use crate::tree::Tree;

/// Everything that the rules read and write.
pub(crate) struct Scene<'a> {
    pub(crate) document: &'a Document,
    pub(crate) tree: Tree<'a>,
    pub(crate) world: &'a World,
    pub(crate) lexicon: &'static Lexicon,
    /// The day that "today" means.
    pub(crate) day: Option<Date>,
    /// The middle of the year in the headline of a text without a date: near enough to tell the year of a day and month,
    /// and who held an office.
    pub(crate) year: Option<Date>,
    pub(crate) genre: Genre,
    pub(crate) cast: Cast,
    pub(crate) names: Vec<Name>,
    /// For each word the name that covers it, as an index into `names`.
    name_at: Vec<Option<u32>>,
    /// For each name the actor, where it is one.
    pub(crate) actor_of: Vec<Option<ActorRef>>,
    pub(crate) issuer: Option<ActorRef>,
    /// Whom "we" means.
    pub(crate) speakers: Vec<ActorRef>,
    /// The country from whose side the text is written.
    home: Option<String>,
    /// How deep phrases own phrases at the moment.
    pub(crate) depth: usize,
    /// The meetings' names, by their index.
    pub(crate) meeting_names: Vec<Option<String>>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(
        document: &'a Document,
        tree: Tree<'a>,
        world: &'a World,
        genre: Genre,
        day: Option<Date>,
    ) -> Self {
        Self {
            document,
            tree,
            world,
            lexicon: Lexicon::embedded(),
            day,
            year: headline_year(document),
            genre,
            cast: Cast::default(),
            names: Vec::new(),
            name_at: Vec::new(),
            actor_of: Vec::new(),
            issuer: None,
            speakers: Vec::new(),
            home: None,
            depth: 0,
            meeting_names: Vec::new(),
        }
    }

    /// Finds every name and gives each the actor it names. Full names come first, so that a surname or a title in the
    /// headline finds the person whom only the body names in full.
    pub(crate) fn find_names(&mut self, home: Option<&str>) {
        for sentence in 0..self.tree.sentences.len() {
            let words = self.tree.sentences[sentence].words.clone();
            self.names.extend(names_in(&self.tree, self.world, words, home));
        }
        self.name_at = vec![None; self.tree.words.len()];
        for (index, name) in self.names.iter().enumerate() {
            for word in name.words.clone() {
                self.name_at[word] = u32::try_from(index).ok();
            }
        }
        self.actor_of = vec![None; self.names.len()];
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(name_length(&self.names[i])), i));
        for index in order {
            if let Named::Person { .. } = self.names[index].what {
                self.actor_of[index] = self.cast_person(index, home);
            }
        }
        for index in 0..self.names.len() {
            match self.names[index].what.clone() {
                Named::Entity { entity, alias_kind } => {
                    self.actor_of[index] = self.cast_entity(entity, alias_kind, Some(self.names[index].words.clone()));
                }
                Named::Unlisted => self.actor_of[index] = Some(self.cast_unlisted(index)),
                Named::Person { .. } | Named::Office(_) => {}
            }
        }
    }

    /// Names organizations that the text introduces with their short form ("Council of Norland (`CoN`)") in full, whichever
    /// form comes first; other names stay as first printed.
    pub(crate) fn name_in_full(&mut self) {
        for actor in self.cast.all() {
            let member = self.cast.get(actor);
            if member.kind != ActorKind::Organization {
                continue;
            }
            let printed =
                |span: &Span| self.document.text[span.range()].split_whitespace().collect::<Vec<_>>().join(" ");
            let forms: Vec<String> =
                member.mentions.iter().filter(|(_, t)| *t == MentionType::Name).map(|(s, _)| printed(s)).collect();
            let introduced = |long: &&String| {
                let shorts = forms.iter().filter(|f| is_abbreviation(f));
                !is_abbreviation(long) && shorts.into_iter().any(|short| self.introduces(long, short))
            };
            if let Some(long) = forms.iter().filter(introduced).max_by_key(|f| f.len()).cloned() {
                self.cast.get_mut(actor).name = long;
            }
        }
    }

    /// Whether the text prints the short form in brackets behind the long one.
    fn introduces(&self, long: &str, short: &str) -> bool {
        let text = &self.document.text;
        let behind = |(at, _): (usize, &str)| {
            let rest = text[at + long.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('(') else { return false };
            rest.trim_start_matches(['“', '"', '‘', '\'']).starts_with(short)
        };
        text.match_indices(long).any(behind)
    }

    /// The name that covers a word.
    pub(crate) fn name_covering(&self, word: usize) -> Option<(usize, &Name)> {
        let index = self.name_at.get(word).copied().flatten()? as usize;
        Some((index, &self.names[index]))
    }

    /// The world's actor for an entry, with or without words that mention it.
    pub(crate) fn cast_entity(
        &mut self,
        entity: EntityId,
        alias_kind: AliasKind,
        words: Option<std::ops::Range<usize>>,
    ) -> Option<ActorRef> {
        let known = self.world.entity(entity);
        let kind = match known.kind {
            Kind::Country => ActorKind::Country,
            Kind::Organization | Kind::Organ | Kind::Forum | Kind::Body => ActorKind::Organization,
            Kind::Ministry => ActorKind::Ministry,
            Kind::Group => ActorKind::Group,
            Kind::ArmedGroup => ActorKind::ArmedGroup,
            Kind::Person => ActorKind::Person,
            Kind::People => ActorKind::People,
            Kind::Place | Kind::Region | Kind::Issue | Kind::Instrument => return None,
        };
        // A country goes by its usual name, anything else by the words of the text.
        let printed = words.clone().map(|w| self.printed_name(w));
        let name = match (&printed, known.kind) {
            (Some(printed), kind) if kind != Kind::Country && kind != Kind::Person => printed.clone(),
            _ => known.name.to_owned(),
        };
        let parent = known.parent;
        let actor = self.cast.keyed(known.id, || {
            let mut member = Member::new(name, kind);
            member.country = known.country.map(ToOwned::to_owned);
            member.sector = known.sector.map(ToOwned::to_owned);
            member.world_id = Some(known.id.to_owned());
            member
        });
        if self.cast.get(actor).represents.is_none() && kind != ActorKind::Country {
            let above = match (kind, known.country, parent) {
                (ActorKind::Ministry | ActorKind::People, Some(country), _)
                | (ActorKind::Organization, Some(country), None) => self.country(country),
                // An organ acts for its organization; an agency of a family of them is itself.
                (_, _, Some(parent)) if known.kind == Kind::Organ => self.cast_entity(parent, AliasKind::Name, None),
                _ => None,
            };
            self.cast.get_mut(actor).represents = above.filter(|&a| a != actor);
        }
        if let Some(words) = words {
            let mention_type = match alias_kind {
                AliasKind::Adjective | AliasKind::Demonym | AliasKind::Capital | AliasKind::Seat => {
                    MentionType::Description
                }
                _ => MentionType::Name,
            };
            let span = self.tree.span(words);
            self.cast.mention(actor, span, mention_type);
        }
        Some(actor)
    }

    /// A country by its ISO code.
    pub(crate) fn country(&mut self, iso3: &str) -> Option<ActorRef> {
        let entity = self.world.country(iso3)?;
        self.cast_entity(entity, AliasKind::Name, None)
    }

    fn cast_unlisted(&mut self, index: usize) -> ActorRef {
        let words = self.names[index].words.clone();
        let name = self.printed_name(words.clone());
        let known = self.world.look_up(&name).into_iter().find(|hit| {
            matches!(self.world.entity(hit.entity).kind, Kind::Organization | Kind::Organ | Kind::Ministry | Kind::Body)
        });
        if let Some(hit) = known
            && let Some(actor) = self.cast_entity(hit.entity, hit.alias_kind, Some(words.clone()))
        {
            return actor;
        }
        let key = format!("name:{}", name_words(&name).join(" "));
        let lower = name.to_lowercase();
        let ministry = lower.contains("ministry") || lower.contains("department of");
        let kind = if ministry { ActorKind::Ministry } else { ActorKind::Organization };
        let actor = self.cast.keyed(&key, || Member::new(name, kind));
        // "Foreign Ministry of the Republic of Norland", "Norland Development Bank"
        let country = words.clone().find_map(|w| {
            let printed: Vec<&str> = (w..words.end).map(|i| self.tree.word(i)).collect();
            let hit = self
                .world
                .longest_match(&printed)?
                .hits
                .into_iter()
                .find(|h| self.world.entity(h.entity).kind == Kind::Country)?;
            Some(hit.entity)
        });
        if let Some(country) = country.and_then(|c| self.cast_entity(c, AliasKind::Name, None)) {
            self.stand_for(actor, country);
        }
        let span = self.tree.span(words);
        self.cast.mention(actor, span, MentionType::Name);
        actor
    }

    /// A group or other actor that only its words name.
    ///
    /// `of` is whose it is. A people is of its country and stands for nobody.
    pub(crate) fn cast_described(&mut self, name: &str, kind: ActorKind, of: Option<ActorRef>, span: Span) -> ActorRef {
        let key = format!("name:{}", name_words(name).join(" "));
        let country = of.and_then(|r| self.cast.get(r).country.clone());
        let represents = of.filter(|_| kind != ActorKind::People);
        let actor = self.cast.keyed(&key, || {
            let mut member = Member::new(name, kind);
            member.country = country;
            member.represents = represents;
            member
        });
        self.cast.mention(actor, span, MentionType::Description);
        actor
    }

    /// The person of a name: one already in the cast whose name shares its words, else a new one.
    /// A single word that only the language model takes for a person is nobody, unless the world knows him in office.
    fn cast_person(&mut self, index: usize, home: Option<&str>) -> Option<ActorRef> {
        let Named::Person { name, titles } = self.names[index].what.clone() else {
            unreachable!("called for persons alone")
        };
        let printed = self.printed_name(name.clone());
        let words = name_words(&printed);
        let known = self.cast.person_named(&words).or_else(|| self.namesake(&words, &titles));
        let honoured = self.names[index].words.start < name.start;
        if known.is_none() && words.len() == 1 && titles.is_empty() && !honoured && !self.is_in_office(&printed) {
            return None;
        }
        let actor = match known {
            Some(known) => known,
            None => self
                .cast
                .keyed(&format!("person:{}", words.join(" ")), || Member::new(printed.clone(), ActorKind::Person)),
        };
        let span = self.tree.span(self.names[index].words.clone());
        self.cast.mention(actor, span, MentionType::Name);
        for title in &titles {
            self.give_title(actor, title, home);
        }
        if titles.is_empty() && self.cast.get(actor).world_id.is_none() {
            self.know_person(actor, None);
        }
        Some(actor)
    }

    /// The one person of the cast with the same family name and the same office: "Joe Varga" beside "Joseph R. Varga, Jr.".
    fn namesake(&self, words: &[String], titles: &[Title]) -> Option<ActorRef> {
        let family = words.iter().rev().find(|w| w.len() > 2)?;
        let roles: Vec<&str> = titles.iter().filter_map(|t| t.role.as_deref()).collect();
        let fits = |a: &ActorRef| {
            let member = self.cast.get(*a);
            member.is_person()
                && name_words(&member.name).contains(family)
                && member.roles.iter().any(|r| roles.contains(&r.as_str()))
        };
        let found: Vec<ActorRef> = self.cast.all().filter(fits).collect();
        if let [one] = found.as_slice() { Some(*one) } else { None }
    }

    /// Tells a person's office, country and world entry from a title.
    fn give_title(&mut self, actor: ActorRef, title: &Title, home: Option<&str>) {
        let office = self.printed_name(title.words.clone());
        let body = self.body_of(title);
        let lower = self.tree.lemma(title.words.start).to_owned();
        let last = self.last_title_word(title);
        let member = self.cast.get_mut(actor);
        if member.office.as_ref().is_none_or(|known| known.len() < office.len()) && !title.former {
            member.office = Some(office);
        }
        if member.sector.is_none() {
            member.sector.clone_from(&title.sector);
        }
        member.titles.extend([lower, last]);
        if let Some(role) = &title.role
            && !member.roles.contains(role)
        {
            member.roles.push(role.clone());
        }
        if let Some(body) = body {
            self.stand_for(actor, body);
            self.cast.get_mut(actor).titled_abroad = true;
        }
        if self.cast.get(actor).world_id.is_none() {
            self.know_person(actor, title.of);
        }
        if self.cast.get(actor).represents.is_none() {
            let country = home.and_then(|iso3| self.country(iso3));
            if let Some(country) = country {
                self.stand_for(actor, country);
            }
        }
    }

    /// Whom a title's holder acts for, by the title's own words; a town's mayor for its country.
    fn body_of(&mut self, title: &Title) -> Option<ActorRef> {
        let entity = title.of?;
        let known = self.world.entity(entity);
        match known.kind {
            Kind::Place => self.country(known.country?),
            _ => self.cast_entity(entity, AliasKind::Name, None),
        }
    }

    fn last_title_word(&self, title: &Title) -> String {
        self.tree.lemma(self.title_head(title)).to_owned()
    }

    /// The noun of a title: the last word before "of", "for" …
    pub(crate) fn title_head(&self, title: &Title) -> usize {
        let stop = title.words.clone().find(|&i| matches!(self.tree.lower(i), "of" | "for" | "to" | "on" | "in"));
        stop.unwrap_or(title.words.end).max(title.words.start + 1) - 1
    }

    /// Lets a person stand for a body, once: a standing holds for the whole record (decision 16).
    pub(crate) fn stand_for(&mut self, actor: ActorRef, body: ActorRef) {
        if self.cast.get(actor).represents.is_some() || actor == body {
            return;
        }
        let country = self.cast.get(body).country.clone();
        let member = self.cast.get_mut(actor);
        member.represents = Some(body);
        member.country = country;
    }

    /// The person whom a title alone means: one of the cast who bears it, else its holder on the day (decision 24).
    pub(crate) fn holder(&mut self, title: &Title, home: Option<&str>, before: Span) -> Option<ActorRef> {
        let body = self.body_of(title);
        let last = self.last_title_word(title);
        let fits = |scene: &Self, a: ActorRef| {
            let member = scene.cast.get(a);
            let at_home = !member.titled_abroad || body.is_some();
            member.is_person()
                && body.is_none_or(|b| scene.cast.same_side(a, b))
                && (member.titles.contains(&last)
                    || at_home && title.role.as_ref().is_some_and(|r| member.roles.contains(r)))
        };
        let mut candidates: Vec<ActorRef> = self.cast.all().filter(|&a| fits(self, a)).collect();
        if candidates.is_empty() && self.day.is_none() {
            // Without a date a person of the text who ever held the office is meant.
            let role = title.role.as_deref();
            let ever = |a: &ActorRef| role.is_some_and(|role| self.has_held(*a, role, home));
            candidates = self.cast.all().filter(ever).collect();
        }
        let printed = self.printed_name(title.words.clone()).to_lowercase();
        let as_printed = |a: &ActorRef| {
            self.cast.get(*a).office.as_ref().is_some_and(|office| office.to_lowercase().contains(&printed))
        };
        // Of two foreign ministers the one whom the text calls so, where the other goes by another title.
        if candidates.iter().any(as_printed) {
            candidates.retain(as_printed);
        }
        if let Some(found) = self.most_salient(&candidates, before) {
            return Some(found);
        }
        let key = match body {
            Some(b) => self.cast.get(b).country.clone().or_else(|| self.cast.get(b).world_id.clone()),
            None => home.map(ToOwned::to_owned),
        }?;
        let (role, day) = (title.role.as_deref()?, self.anchor()?);
        let Some(holder) = self.world.sole_holder(role, &key, day) else {
            let printed = self.printed_name(title.words.clone());
            return self.cast_stale(&printed, &self.world.holders(role, &key, day), before);
        };
        let (person, office) = (holder.tenure.person, holder.tenure.office_title.to_owned());
        let body = self.cast_entity(holder.tenure.body, AliasKind::Name, None);
        let actor = self.cast_entity(person, AliasKind::Name, None)?;
        self.cast.get_mut(actor).office.get_or_insert(office);
        if let Some(role) = &title.role {
            self.cast.get_mut(actor).roles.push(role.clone());
        }
        self.cast.get_mut(actor).titles.push(last);
        if let Some(body) = body {
            self.stand_for(actor, body);
        }
        Some(actor)
    }

    fn has_held(&self, actor: ActorRef, role: &str, home: Option<&str>) -> bool {
        let member = self.cast.get(actor);
        let known =
            member.world_id.as_deref().filter(|_| member.is_person()).and_then(|id| self.world.entity_by_id(id));
        let held = |t: rapporteur_world::Tenure<'_>| {
            t.role == role && home.is_none_or(|home| self.world.entity(t.body).country == Some(home))
        };
        known.is_some_and(|entity| self.world.tenures(entity).any(held))
    }

    /// Of several actors the one that a reader has in mind: mentioned last before a place in the text, those of the
    /// issuer's side first, else the one mentioned first after it.
    pub(crate) fn most_salient(&self, among: &[ActorRef], before: Span) -> Option<ActorRef> {
        let last = |a: ActorRef| {
            self.cast.get(a).mentions.iter().map(|(at, _)| at.start).filter(|&at| at < before.start).max()
        };
        let home = |a: ActorRef| match self.issuer {
            Some(issuer) => self.cast.same_side(a, issuer),
            None => self.home.is_some() && self.cast.get(a).country == self.home,
        };
        let earlier = among.iter().copied().filter(|&a| last(a).is_some()).max_by_key(|&a| (home(a), last(a)));
        earlier.or_else(|| among.iter().copied().min_by_key(|&a| (!home(a), a)))
    }

    /// The day by which dates and offices are read.
    pub(crate) fn anchor(&self) -> Option<Date> {
        self.day.or(self.year)
    }

    /// The country in whose sense bare titles are read.
    pub(crate) fn home(&self) -> Option<String> {
        self.home.clone()
    }

    /// Finds the country from whose side the text is written, and lets those whose title names none stand for it: "the
    /// Secretary", "President Varga", the spokesperson's office.
    ///
    /// It is the issuer's; else that of the first office-holder whom the world knows and whose title names no country;
    /// else the country that is named most among those that no other office-holder of the text stands for.
    pub(crate) fn settle_home(&mut self) {
        let issuer = self.issuer.and_then(|i| self.cast.get(i).country.clone());
        self.home = issuer.or_else(|| self.known_home()).or_else(|| self.named_home());
        let Some(country) = self.home.clone().and_then(|iso3| self.country(&iso3)) else { return };
        let bare = |m: &Member| m.is_person() && !m.roles.is_empty() && m.represents.is_none();
        let mut homeless: Vec<ActorRef> = self.cast.all().filter(|&a| bare(self.cast.get(a))).collect();
        // The own side comes first in a text.
        homeless.sort_by_key(|&a| self.cast.get(a).mentions.iter().map(|(at, _)| at.start).min());
        for actor in homeless {
            match self.rival(actor, country) {
                None => self.stand_for(actor, country),
                // One country has one prime minister: the other one is a guest.
                Some(role) => {
                    if let Some(abroad) = self.abroad(&role, country) {
                        self.stand_for(actor, abroad);
                    }
                }
            }
        }
        let of_state = |m: &Member| {
            m.world_id.is_none() && !matches!(m.kind, ActorKind::Person | ActorKind::Group | ActorKind::Country)
        };
        if let Some(issuer) = self.issuer.filter(|&i| of_state(self.cast.get(i))) {
            self.stand_for(issuer, country);
        }
        self.know_ministries();
    }

    /// Gives ministries that the text prints without their country the world's entry, once the country is known.
    fn know_ministries(&mut self) {
        for actor in self.cast.all().collect::<Vec<_>>() {
            let member = self.cast.get(actor);
            let Some(country) = member.country.clone().filter(|_| member.kind == ActorKind::Ministry) else { continue };
            if member.world_id.is_some() {
                continue;
            }
            let name = member.name.to_lowercase();
            let named = |e: &rapporteur_world::Entity<'_>| {
                let known = e.name.to_lowercase();
                let rest = known.strip_prefix(&name);
                let same = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" of "));
                e.kind == Kind::Ministry && e.country == Some(country.as_str()) && same
            };
            let found = self.world.entities().find(named).map(|e| e.id.to_owned());
            self.cast.get_mut(actor).world_id = found;
        }
    }

    /// The role of which a country has one holder at a time, where somebody else of the text holds it already.
    fn rival(&self, actor: ActorRef, country: ActorRef) -> Option<String> {
        // A president and a prime minister without their countries are more often two who meet than one country's pair.
        const SINGLE: [&[&str]; 2] = [&["head-of-state", "head-of-government"], &["foreign-minister"]];
        let roles = &self.cast.get(actor).roles;
        let (single, class) =
            roles.iter().find_map(|r| Some((r, SINGLE.into_iter().find(|class| class.contains(&r.as_str()))?)))?;
        let held = self.cast.all().any(|other| {
            let member = self.cast.get(other);
            let same = member.roles.iter().any(|r| class.contains(&r.as_str()));
            other != actor && member.is_person() && member.represents == Some(country) && same
        });
        held.then(|| single.clone())
    }

    /// The country whose holder of a role the text names by title alone, else the one it names most besides `home`.
    fn abroad(&mut self, role: &str, home: ActorRef) -> Option<ActorRef> {
        let titled = self.names.iter().find_map(|name| match &name.what {
            Named::Office(title) if title.role.as_deref() == Some(role) => title.of,
            _ => None,
        });
        let titled = titled.and_then(|entity| self.cast_entity(entity, AliasKind::Name, None)).filter(|&a| a != home);
        if titled.is_some() {
            return titled;
        }
        let country = |a: &ActorRef| self.cast.get(*a).kind == ActorKind::Country && *a != home;
        self.cast.all().filter(country).max_by_key(|&a| self.cast.get(a).mentions.len())
    }

    fn known_home(&self) -> Option<String> {
        let guests = self.guests();
        let own_leader = self.unnamed_leader();
        let bare = |member: &&Member| {
            // "The Prime Minister and President Varga met": the one without a name is the own one.
            let guest = own_leader.is_some_and(|at| {
                member.roles.iter().any(|r| matches!(r.as_str(), "head-of-state" | "head-of-government"))
                    && member.mentions.iter().all(|(span, _)| span.start > at)
            });
            !guest
                && !guests.iter().any(|g| member.country.as_deref() == Some(*g))
                && member.is_person()
                && member.world_id.is_some()
                && !member.titled_abroad
                && !member.roles.is_empty()
        };
        self.cast
            .members
            .iter()
            .filter(bare)
            .min_by_key(|m| m.mentions.iter().map(|(at, _)| at.start).min())?
            .country
            .clone()
    }

    /// Where the text first speaks of a head of state or government by title alone whom it never names.
    fn unnamed_leader(&self) -> Option<u32> {
        let first = self.names.iter().find_map(|name| match &name.what {
            Named::Office(title) if title.of.is_none() => {
                let role = title.role.as_deref().filter(|r| matches!(*r, "head-of-state" | "head-of-government"))?;
                Some((role, self.tree.words[name.words.start].span.start))
            }
            _ => None,
        });
        let (role, at) = first?;
        let named = self.cast.members.iter().any(|m| m.is_person() && m.roles.iter().any(|r| r == role));
        (!named).then_some(at)
    }

    /// The countries whose office-holders the text names by title alone: "with the Prime Minister of Norland".
    fn guests(&self) -> Vec<&str> {
        let named = self.names.iter().filter_map(|name| match &name.what {
            Named::Office(title) if !title.plural => self.world.entity(title.of?).country,
            _ => None,
        });
        named.chain(self.visited()).collect()
    }

    /// The countries that somebody without a country of his own visits: "the Minister visited Norland".
    fn visited(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for verb in (0..self.tree.words.len()).filter(|&w| self.tree.lemma(w) == "visit" && self.tree.is_verb(w)) {
            let visitor = crate::clause::own_subject(&self.tree, verb).and_then(|s| self.name_covering(s));
            let homeless = visitor.is_some_and(|(index, name)| match self.actor_of[index] {
                Some(actor) => self.cast.get(actor).is_person() && self.cast.get(actor).represents.is_none(),
                None => matches!(&name.what, Named::Office(title) if title.of.is_none()),
            });
            let end = self.tree.sentence_of(verb).end;
            for name in self.names.iter().filter(|n| homeless && n.words.start > verb && n.words.start < end) {
                if let Named::Entity { entity, .. } = name.what
                    && self.world.entity(entity).kind == Kind::Country
                {
                    found.extend(self.world.entity(entity).country);
                }
            }
        }
        found
    }

    fn named_home(&self) -> Option<String> {
        let homeless = self.cast.members.iter().any(|m| m.is_person() && m.represents.is_none());
        let stateless = |i: ActorRef| self.cast.get(i).country.is_none() && self.cast.get(i).world_id.is_none();
        if !homeless && self.unnamed_leader().is_none() && !self.issuer.is_some_and(stateless) {
            return None;
        }
        let mut taken = self.guests();
        taken.extend(self.cast.members.iter().filter(|m| m.is_person()).filter_map(|m| m.country.as_deref()));
        let free = self
            .cast
            .members
            .iter()
            .filter(|m| m.kind == ActorKind::Country && !m.country.as_deref().is_some_and(|c| taken.contains(&c)));
        let most = free
            .max_by_key(|m| (m.mentions.len(), std::cmp::Reverse(m.mentions.iter().map(|(at, _)| at.start).min())))?;
        most.country.clone().filter(|_| !most.mentions.is_empty())
    }

    /// Words as printed, blanks made single, without a leading article and a closing possessive.
    pub(crate) fn printed_name(&self, words: std::ops::Range<usize>) -> String {
        let mut words = words;
        while words.start < words.end && matches!(self.tree.lower(words.start), "the" | "a" | "an") {
            words.start += 1;
        }
        while words.start < words.end && matches!(self.tree.lower(words.end - 1), "'s" | "’s" | "'" | "’" | ",") {
            words.end -= 1;
        }
        if words.is_empty() {
            return String::new();
        }
        let span = self.tree.words[words.start].span.cover(self.tree.words[words.end - 1].span);
        self.tree.text[span.range()].split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The middle of the one year that a headline names.
fn headline_year(document: &Document) -> Option<Date> {
    let title = document.blocks.iter().find(|b| b.kind == rapporteur_text::BlockKind::Title)?;
    let words = document.text[title.span.range()].split(|c: char| !c.is_ascii_alphanumeric());
    let mut years =
        words.filter(|w| w.len() == 4).filter_map(|w| w.parse::<i16>().ok()).filter(|y| (1900..2100).contains(y));
    let year = years.next().filter(|_| years.next().is_none())?;
    Date::new(year, 7, 1).ok()
}

/// One word of capitals: an acronym.
fn is_abbreviation(name: &str) -> bool {
    !name.contains(' ')
        && name.len() > 1
        && name.chars().filter(|c| c.is_uppercase()).count() * 2 > name.chars().count()
}

fn name_length(name: &Name) -> usize {
    match &name.what {
        Named::Person { name, titles } => name.len() * 2 + usize::from(!titles.is_empty()),
        _ => 0,
    }
}
