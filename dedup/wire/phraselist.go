package wire

// phraseLists are what pages say, by language, in the notation of phrase. Only
// what sites of many owners say is here; what one site says, Lines learns.
// A phrase that prose could begin with must name a thing of the page as well
// (a newsletter, an inbox, a button), or end without a full stop as links do.
var phraseLists = map[string]string{
	"en": `
advertisement
advertisement - continue reading below
advertisement *
ad
ads by *
sponsored
sponsored content
sponsored by *
promoted
promoted stories
paid content
keep reading
keep reading: *
continue reading
continue reading *
continue reading the main story
keep reading below
story continues below *
story continued below *
story continues after *
article continues *
story continued *
scroll down *
scroll to *
read more
read more: *
read more about *
read more on *
read more at *
read more from *
! read more here**
read the full story
read the full article
read full article
read full story
read next
read also: *
also read: *
also read
up next
next up
next
previous
prev
prev next
back to top
back to gallery
scroll to top of page
related
related: *
related content
related stories
related story
related articles
related article
related topics
related coverage
related news
related video
related videos
related links
recommended
recommended stories
recommended for you
recommended video
recommended videos
more
more: *
more stories
more from *
more on this story
more on this topic
more coverage
more news
more like this
more videos
most popular
most read
most read *
most viewed
most shared
most commented
popular stories
popular now
top stories
top stories *
top story
top coverage
top videos
trending
trending now
trending in *
trending stories
trending on *
editor's picks
editors' picks
don't miss
don't miss: *
you may also like
you might also like
you may like
you might like
you may be interested in *
interested in this topic? *
see also
see also: *
tell us what you think
see more
see all
see full bio
view all
view comments
view all comments
view gallery
view photos
view slideshow
view more *
show more
show less
show comments
show caption
hide caption
show chapters
load more
load comments
hide comments
comments
comment
comments (0)
(0) comments
0 comments
no comments
0 shares
0 share
0 min read
0 minute read
leave a reply
leave a comment
leave a reply *
post a comment
post a comment *
required fields are marked**
add a comment
add your comment
add your two cents
join the conversation
join the discussion
click here to comment *
comments are closed
comments powered by *
be the first to comment
be the first to know
your email address will not be published**
notify me of *
log in to *
log in or *
log in to * comment
log in to * comments
log in to join the conversation**
log in to join the discussion**
login to *
sign in to *
sign in or *
sign in to * comment
sign in to * comments
sign in to join the conversation**
sign in to join the discussion**
log in
login
sign in
sign out
you are signed in as *
you are logged in *
you must be logged in **
you must log in **
register
sign up
sign up now
sign me up
! sign up for * newsletter**
! sign up for * newsletters**
! sign up for * email**
! sign up for * updates**
! sign up for * alerts**
! sign up for * inbox**
! sign up here**
! sign up to receive * newsletter**
sign up to receive *
sign up today *
subscribe
subscribe now
subscribe today *
subscribe for *
subscribe to *
! subscribe to our **
! subscribe to the * newsletter**
! subscribe to * newsletter**
! subscribe to * channel**
! subscribe to * podcast**
your subscription supports **
already a subscriber? *
try one month *
get the * newsletter**
get our * newsletter**
get * newsletter
get breaking news *
get today's *
get the latest *
get * delivered to your inbox**
* delivered to your inbox
* in your inbox
* straight to your inbox
enter your email *
enter email *
email address
email this article
your email
thank you for signing up**
thank you for subscribing**
thanks for signing up**
thanks for subscribing**
you have been subscribed**
success! *
check your inbox **
breaking news emails
breaking news alerts
get alerts
newsletter
newsletters
our newsletter
privacy policy
terms of service
terms of use
terms and conditions
! by signing up * privacy policy**
! by signing up you agree **
! by subscribing you agree **
this site uses cookies**
! this website uses cookies**
! we use cookies **
! by continuing to use this site **
! by using this site, you agree **
accept cookies
accept all
accept
manage preferences
turn on notifications**
turn on desktop notifications**
tap here to turn on * notifications **
! all rights reserved
! please enable javascript**
! please enable cookies**
! please update your browser **
! please upgrade your browser **
! you are using an outdated browser**
! it looks like you've previously blocked notifications**
! your browser does not support **
enable notifications *
! this material may not be published**
! this story may not be published**
! this material may not be reproduced**
! this article may not be reproduced**
! reproduction * prohibited
! any reproduction * prohibited**
terms of use and privacy policy
! follow * on twitter**
! follow * on facebook**
! follow * on instagram**
! follow us on **
! follow on twitter**
! like us on facebook**
! find us on facebook**
! like * on facebook and follow **
like * on facebook
find * on facebook
tweet
! contact the writer**
! contact the reporter**
! contact the author**
! contact * reporter at **
contact * at *@**
contact us
contact us at *@**
! email * at *@**
reach * at *@**
write to * at *@**
send tips to *
got a tip? *
have a tip? *
purchase: order reprint
order reprint
order reprints *
buy photo
buy photos
buy this photo
print
print this article
email this story
share
share this
share this:
share this: *
share this article
share this article *
share this story
share this page
share story
share your thoughts *
share your story *
share * with your friends *
let friends in your social network know **
a link has been sent **
a link has been posted **
to find out more about facebook **
join the nation's conversation
post to facebook
post to twitter
posted
published
published by *
updated
last updated *
originally published *
! this article was originally published **
! this story was originally published **
this article was updated **
caption
caption *
close
close share panel
close this *
cancel
cancelsend
cancel send
submit
send
edit
edition
save
search
menu
home
skip
skip to *
skip ad
go
go to permalink
play
play video
pause
replay
embed
now playing
now playing: *
just watched
must watch
must read
must reads
watch
watch now
watch live
watch live: *
watch: *
watch the video *
watch more *
listen
listen now
listen: *
video
video: *
videos
photos
photos: *
photo gallery
photo galleries
gallery
slideshow
image
image 0 of 0
image 0 of/0
image 0of/0
photo 0 of 0
slide 0 of 0
0 of 0
0/0
fullscreen
full screen
expand
collapse
less
toggle caption
tags
topics
filed under *
filed under: *
categories
more_vert
play_arrow
keyboard_arrow_down
chat with us *
about the author
about us
advertise
advertise with us
obituaries
weather
horoscopes
today's paper
e-edition
enter city and state or zip code
you can change the location at any time**
question of the day
these are external links **
! download the * app**
! download our * app**
! get the * app**
available on the app store
! click here for more **
! click here to read **
! click here to sign up **
! click here to subscribe **
! click here for a free subscription **
click here
click here *
tap here *
click to *
powered by *
recommended by *
from our partners
around the web
from the web
you are here: *
skip to main content
breadcrumb
loading
loading *
return to text
view cart
! we're interested in your feedback **
! want to get this * by email? **
listen to this article
gift this article
give this article
report an error
report a correction
report a typo
correction policy
standards and practices
our standards: *
! our standards: the **
`,
	"fr": `
publicité
annonce
contenu sponsorisé
lire aussi
lire aussi *
lire aussi : **
à lire aussi
à lire aussi *
a lire aussi
a lire aussi *
lire également *
à lire également *
lire la suite
lire la suite *
! lire la suite de **
lire plus
lire plus tard
lire l'article
lire notre dossier *
lire notre *
voir aussi
voir aussi *
voir plus
à voir aussi *
à lire
à lire : *
sur le même sujet
sur le même thème
dans la même rubrique
dans l'actualité
articles liés
articles les plus lus
les plus lus
les plus commentés
le plus lu
plus d'infos
plus d'informations *
notre dossier *
consultez notre dossier *
consultez aussi *
retrouvez * dossier
toute l'actu du jour
toute l'actualité *
l'essentiel de l'actualité *
suite de l'article *
la suite après cette publicité
la suite après la publicité
! la suite est réservée aux abonnés**
! cet article est réservé aux abonnés**
article réservé aux abonnés
réservé aux abonnés
abonnez-vous
abonnez-vous *
! abonnez-vous à notre newsletter**
! abonnez-vous à la newsletter**
s'abonner
s'abonner *
déjà abonné ? *
je m'abonne
je m'inscris
! inscrivez-vous à notre newsletter**
! inscrivez-vous à la newsletter**
! recevez * newsletter**
! recevez * par mail**
! recevez * boîte mail**
! recevez * par email**
inscription newsletter
votre adresse e-mail *
votre email
se connecter
connectez-vous *
créer un compte
mot de passe oublié
laisser un commentaire
laissez un commentaire
ajouter un commentaire
commentaires
commenter
0 commentaires
0 commentaire
aucun commentaire
réagir
réagir à cet article
soyez le premier à réagir
soyez le premier à commenter
voir les commentaires
partager
partager sur *
partagez sur *
partager cet article
partager l'article
imprimer
envoyer par *
suivez-nous *
! suivez-nous sur **
! suivez * sur twitter**
! suivez * sur facebook**
newsletter
en savoir plus
en savoir plus *
mentions légales
politique de confidentialité
! ce site utilise des cookies**
! nous utilisons des cookies**
! en poursuivant votre navigation **
accepter
tout accepter
! tous droits réservés
! tous droits de reproduction **
! reproduction * interdite
! toute reproduction * interdite**
retour en haut
retour à l'accueil
accueil
fermer
menu
rechercher
vidéo
vidéos
en images
diaporama
suivant
précédent
mots-clés
tags
sommaire
temps de lecture *
0 min de lecture
publié *
mis à jour *
illustration : *
`,
	"es": `
publicidad
anuncio
lea también
lea también *
lee también
lee también *
lea además *
leer más
leer más *
le puede interesar *
te puede interesar *
también te puede interesar *
más información
más información *
más noticias
noticias relacionadas
artículos relacionados
contenido relacionado
relacionados
relacionado
lo más leído
lo más visto
lo más visto *
más leídas
ver más
ver más *
ver también *
vea también *
seguir leyendo
sigue leyendo
continuar leyendo
comentarios
comentar
0 comentarios
dejar un comentario
deja un comentario
deja una respuesta
compartir
compartir en *
comparte *
comparta *
enviar por *
imprimir
suscríbete
suscríbete *
suscríbase
suscríbase *
! suscríbete a nuestro **
! suscríbase a nuestro **
! suscríbete a nuestra newsletter**
! suscríbete al boletín **
! recibe * newsletter**
! recibe * en tu correo**
! recibe nuestro boletín**
regístrate
iniciar sesión
inicia sesión
boletín
newsletter
! síguenos en **
! síganos en **
! sigue a * en twitter**
! contenido exclusivo para suscriptores**
aviso legal
política de privacidad
política de cookies
! este sitio utiliza cookies**
! esta web utiliza cookies**
! utilizamos cookies **
aceptar
aceptar cookies
! todos los derechos reservados
! queda prohibida la reproducción **
! prohibida * reproducción **
etiquetas
archivado en *
archivado en: *
volver arriba
cerrar
buscar
inicio
siguiente
anterior
vídeo
vídeos
galería
fotogalería
`,
	"de": `
anzeige
werbung
lesen sie auch
lesen sie auch *
lesen sie auch: **
lesen sie mehr *
lesen sie hier *
lesen sie weiter *
! lesen sie hier mehr **
weiterlesen
weiterlesen *
weiter lesen
weiter zum *
mehr lesen
mehr zum thema
mehr zum thema *
mehr dazu *
mehr aus *
mehr von *
mehr anzeigen
zum thema
zum thema *
zum artikel *
zur startseite
zur homepage
auch interessant
auch interessant *
das könnte sie auch interessieren
das könnte dich auch interessieren
meistgelesen
meistgelesene artikel
meistgelesene *
meistkommentiert
verwandte artikel
verwandte themen
ähnliche artikel
empfohlene artikel
empfehlung der redaktion
kommentare
kommentieren
0 kommentare
kommentar schreiben
kommentar verfassen
schreiben sie einen kommentar
schreibe einen kommentar
alle kommentare *
teilen
artikel teilen
artikel drucken
per mail versenden
drucken
merken
newsletter
newsletter abonnieren
! abonnieren sie unseren newsletter**
! abonnieren sie * newsletter**
! melden sie sich * newsletter**
! jetzt * newsletter **
jetzt anmelden
jetzt abonnieren
jetzt registrieren
abonnieren
abonnieren *
anmelden
registrieren
einloggen
! folgen sie uns **
! folgen sie * auf twitter**
impressum
datenschutz
datenschutzerklärung
agb
! diese website verwendet cookies**
! diese webseite verwendet cookies**
! wir verwenden cookies**
akzeptieren
alle akzeptieren
! alle rechte vorbehalten
! vervielfältigung * nicht gestattet**
! nachdruck * verboten**
schlagworte
themen
nach oben
schließen
suche
startseite
bildergalerie
fotostrecke
zur fotostrecke
video
videos
zurück
vorheriger artikel
nächster artikel
zuletzt aktualisiert *
lesezeit *
0 min lesezeit
! dieser artikel ist nur für abonnenten **
`,
	"it": `
pubblicità
leggi anche
leggi anche *
leggi di più
leggi tutto
leggi tutto *
continua a leggere
continua a leggere *
vedi anche *
articoli correlati
potrebbe interessarti *
ti potrebbe interessare *
i più letti
commenti
0 commenti
lascia un commento
condividi
condividi su *
stampa
iscriviti
iscriviti *
! iscriviti alla newsletter**
! iscriviti alla nostra newsletter**
abbonati
accedi
registrati
! seguici su **
! questo sito utilizza * cookie**
! tutti i diritti riservati
! riproduzione riservata
© riproduzione riservata
informativa sulla privacy
`,
	"pt": `
publicidade
continua após a publicidade
leia também
leia também *
leia mais
leia mais *
saiba mais
saiba mais *
veja também *
veja mais *
ver mais
notícias relacionadas
mais lidas
comentários
0 comentários
deixe um comentário
compartilhar
compartilhe *
partilhar
assine
assine *
! assine nossa newsletter**
! assine a newsletter**
! inscreva-se em nossa newsletter**
entrar
cadastre-se
! siga-nos **
! este site utiliza cookies**
! todos os direitos reservados
! proibida a reprodução **
política de privacidade
`,
	"nl": `
advertentie
lees ook
lees ook *
lees meer
lees meer *
lees verder
lees verder *
bekijk ook *
bekijk meer *
gerelateerde artikelen
meer over *
meest gelezen
reacties
0 reacties
reageer
plaats een reactie
delen
deel dit artikel
afdrukken
inloggen
abonneren
neem een abonnement *
! schrijf je in * nieuwsbrief**
! meld je aan * nieuwsbrief**
! volg ons op **
! deze website gebruikt cookies**
! wij gebruiken cookies**
! alle rechten voorbehouden
privacybeleid
`,
}
